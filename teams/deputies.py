"""Who stands in for whom while they are away, and the questions that other rooms ask about it.

Days are days where the absent person is. Nobody stands in by a chain: whoever is away themselves hands nothing on.
"""

import datetime
import zoneinfo
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ONE_DAY = datetime.timedelta(1)


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def standing(self) -> "DeputyQuerySet":
        """Not ended early, and both people have access."""
        return self.filter(ended_at=None, person__is_active=True, deputy__is_active=True)

    def meeting(self, first_day: datetime.date, last_day: datetime.date) -> "DeputyQuerySet":
        """Those that hold on one of these days at least."""
        return self.filter(first_day__lte=last_day, last_day__gte=first_day)

    def around(self, on: datetime.date | None) -> "DeputyQuerySet":
        """Those of a day; without one, those that may hold today, wherever people are."""
        today = timezone.now().astimezone(datetime.UTC).date()
        return self.meeting(on or today - ONE_DAY, on or today + ONE_DAY)


class Deputy(models.Model):
    """``deputy`` stands in for ``person`` from the first day to the last, both included."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences_covered")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ("first_day", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="deputy_last_day_not_before_first"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="deputy_is_somebody_else"),
        ]
        indexes = [models.Index(fields=["person", "last_day"]), models.Index(fields=["deputy", "last_day"])]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.person}, {self.first_day} – {self.last_day}"

    def holds(self, on: datetime.date | None = None) -> bool:
        """On a day, or today where the person is."""
        return self.first_day <= (on or today_of(self.person)) <= self.last_day


SHOWN_FOR = 60  # seconds
_SHOWN = "teams.deputy.%d"


def today_of(person: Any) -> datetime.date:
    """The date where this person is."""
    try:
        return timezone.now().astimezone(zoneinfo.ZoneInfo(person.time_zone)).date()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return timezone.localdate(timezone=timezone.get_default_timezone())


def deputies_of(person_ids: Collection[int], on: datetime.date | None = None) -> dict[int, Deputy]:
    """By the number of the absent person, who stands in for them on a day (today where they are). One query."""
    rows = Deputy.objects.standing().around(on).filter(person_id__in=person_ids).select_related("person", "deputy")
    return {row.person_id: row for row in rows if row.holds(on)}


def deputy_shown(person: Any) -> Deputy | None:
    """Who stands in for somebody, for a profile that merely says so: kept a minute, as profiles are read all day."""
    kept = cache.get(_SHOWN % person.pk)
    if kept is None:
        kept = [deputies_of([person.pk]).get(person.pk)]
        cache.set(_SHOWN % person.pk, kept, SHOWN_FOR)
    row: Deputy | None = kept[0]
    return row


def forget_shown(person_id: int) -> None:
    """After a deputy was named or is needed no longer."""
    cache.delete(_SHOWN % person_id)


def stands_in_for(person: Any, on: datetime.date | None = None) -> list[Deputy]:
    """For whom this person stands in on a day (today where the absent are). One query."""
    rows = Deputy.objects.standing().around(on).filter(deputy_id=person.pk).select_related("person", "deputy")
    return [row for row in rows if row.holds(on)]


def standing_about(person: Any) -> list[Deputy]:
    """Those of today and to come, in which this person is either of the two. One query."""
    yesterday = timezone.now().astimezone(datetime.UTC).date() - ONE_DAY
    rows = Deputy.objects.standing().filter(Q(person=person) | Q(deputy=person), last_day__gte=yesterday)
    return [row for row in rows.select_related("person", "deputy") if row.last_day >= today_of(row.person)]


def forget_notes(person: Any) -> None:
    """Of somebody whose name is removed it stays known when they were away, and no word they wrote about it."""
    Deputy.objects.filter(Q(person=person) | Q(deputy=person)).update(note="")
