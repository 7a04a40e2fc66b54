"""The days of a month, with what is planned on each, in the time of whoever looks."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from .entries import Entry, entries_for

EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 1)
LIST_DAYS = 366
_WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Day:
    day: date
    entries: list[Entry]
    is_today: bool

    @property
    def name(self) -> str:
        return _("%(weekday)s %(day)d") % {"weekday": WEEKDAYS[self.day.weekday()], "day": self.day.day}


@dataclass(frozen=True)
class Month:
    first: date
    days: list[Day]

    @property
    def name(self) -> str:
        return name_of(self.first)

    @property
    def count(self) -> int:
        return sum(len(day.entries) for day in self.days)

    @property
    def before(self) -> str:
        """As in the address, or "" where the calendar begins."""
        return f"{self.first - timedelta(days=1):%Y-%m}" if self.first > EARLIEST else ""

    @property
    def after(self) -> str:
        return f"{_next(self.first):%Y-%m}" if self.first < LATEST else ""


def month_named(written: str | None) -> date | None:
    """The first day of "2026-11", of this month if nothing is said; None for what is no month of the calendar."""
    if not written:
        return timezone.localdate().replace(day=1)
    found = _WRITTEN.fullmatch(written)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    year = int(found[1])
    return date(year, int(found[2]), 1) if EARLIEST.year <= year <= LATEST.year else None


def month_of(viewer: Any, first: date) -> Month:
    entries = entries_for(viewer, beginning_of(first), beginning_of(_next(first)))
    by_day = _by_day(entries)
    today = timezone.localdate()
    days = [first + timedelta(days=number) for number in range((_next(first) - first).days)]
    return Month(first, [Day(day, by_day.get(day, []), day == today) for day in days])


def coming_for(viewer: Any) -> list[tuple[str, list[Day]]]:
    """Everything from now on for a year: the months that hold something, with the days that do."""
    now = timezone.now()
    by_day = _by_day(entries_for(viewer, now, now + timedelta(days=LIST_DAYS)))
    today = timezone.localdate()
    months: dict[date, list[Day]] = defaultdict(list)
    for day, entries in sorted(by_day.items()):
        months[day.replace(day=1)].append(Day(day, entries, day == today))
    return [(name_of(first), days) for first, days in months.items()]


def beginning_of(day: date) -> datetime:
    """Where clocks are put forward at midnight, a day begins an hour later than others; the zone knows."""
    return timezone.make_aware(datetime.combine(day, time.min))


def name_of(first: date) -> str:
    return _("%(month)s %(year)d") % {"month": MONTHS[first.month], "year": first.year}


def _by_day(entries: Iterable[Entry]) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[timezone.localdate(entry.at)].append(entry)
    return found


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
