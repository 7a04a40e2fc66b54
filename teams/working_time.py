"""Counting in working time: when something is due, how much of the time for it has passed.

A ``Calendar`` is read once (``working_days.calendar_of``: two queries) and asked as often as needed. Its days are those
of the site's zone; ``of_person`` gives the same week and holidays in the zone of somebody who is asked.
"""

import dataclasses
import datetime
import zoneinfo
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

MORNING = datetime.time(9)
EVENING = datetime.time(17)
Hours = tuple[tuple[datetime.time, datetime.time] | None, ...]

USUAL: Hours = (*[(MORNING, EVENING)] * 5, None, None)
# So long without an hour of work, and there will be none: two leap years and the days around them.
_DAYS_LOOKED_AT = 800
_UTC = datetime.UTC
_NOTHING = datetime.timedelta(0)


class NoWorkingTime(ValidationError):  # noqa: N818 - said to people as it is
    """Nobody works on any day that could be meant."""

    def __init__(self) -> None:
        super().__init__(_("Nobody works for two years from then on. Look at the working week and the holidays."))


@dataclasses.dataclass(frozen=True)
class Calendar:
    """Working time in one zone."""

    zone: datetime.tzinfo
    hours: Hours = USUAL
    holidays: frozenset[datetime.date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()

    def of_person(self, person: Any) -> "Calendar":
        """The same week where this person is. A zone that is unknown here changes nothing."""
        zone = zone_named(person.time_zone)
        return self if zone is None else dataclasses.replace(self, zone=zone)

    def with_holiday(self, day: datetime.date, *, is_yearly: bool = False) -> "Calendar":
        if is_yearly:
            return dataclasses.replace(self, yearly=self.yearly | {(day.month, day.day)})
        return dataclasses.replace(self, holidays=self.holidays | {day})

    def after(self, start: datetime.datetime, hours: float) -> datetime.datetime:
        """The moment at which ``hours`` of working time have passed since ``start``; always within working time, its
        last moment included. Raises NoWorkingTime."""
        if hours < 0:
            raise ValueError("Working time is counted forward.")
        at = _in_utc(start)
        left = datetime.timedelta(hours=hours)
        for begins, ends in self._spans_from(at):
            begins = max(begins, at)
            if begins + left <= ends:
                return begins + left
            left -= ends - begins
        raise NoWorkingTime

    def between(self, one: datetime.datetime, other: datetime.datetime) -> datetime.timedelta:
        """The working time from one moment to a later one; none when the other is not later."""
        one, other = _in_utc(one), _in_utc(other)
        day, last = self._day_of(one), other.astimezone(self.zone).date()
        total = _NOTHING
        while day <= last:
            if span := self._span(day):
                total += max(min(span[1], other) - max(span[0], one), _NOTHING)
            day += datetime.timedelta(1)
        return total

    def share_passed(self, start: datetime.datetime, due: datetime.datetime, now: datetime.datetime) -> float:
        """How much of the working time for something is over: 0 at its start and before, 1 once it is due."""
        if now >= due:
            return 1.0
        whole = self.between(start, due)
        return min(self.between(start, now) / whole, 1.0) if whole else 0.0

    def is_free(self, day: datetime.date) -> bool:
        return self.hours[day.weekday()] is None or day in self.holidays or (day.month, day.day) in self.yearly

    def _spans_from(self, at: datetime.datetime) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
        """The stretches of work that end at ``at`` or later, until there are none for two years."""
        day, looked_at = self._day_of(at), 0
        while looked_at < _DAYS_LOOKED_AT and day < datetime.date.max:
            span = self._span(day)
            looked_at += 1
            if span and span[1] >= at:
                looked_at = 0
                yield span
            day += datetime.timedelta(1)

    def _day_of(self, moment: datetime.datetime) -> datetime.date:
        """The day a moment belongs to. One earlier, since a day that ends at midnight holds that midnight too."""
        return moment.astimezone(self.zone).date() - datetime.timedelta(1)

    def _span(self, day: datetime.date) -> tuple[datetime.datetime, datetime.datetime] | None:
        hours = self.hours[day.weekday()]
        if hours is None or self.is_free(day):
            return None
        begins, ends = hours
        last = day if ends != datetime.time(0) else day + datetime.timedelta(1)
        # Through UTC, so that the day on which clocks change is as long as it is. What the clock leaves out when it
        # goes forward begins an hour later on it.
        span = (
            datetime.datetime.combine(day, begins, self.zone).astimezone(_UTC),
            datetime.datetime.combine(last, ends, self.zone).astimezone(_UTC),
        )
        return span if span[0] < span[1] else None


def zone_named(name: str) -> datetime.tzinfo | None:
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


def _in_utc(moment: datetime.datetime) -> datetime.datetime:
    if timezone.is_naive(moment):
        raise ValueError("Moments need a time zone.")
    return moment.astimezone(_UTC)
