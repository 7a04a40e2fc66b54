"""What the inbox and the list of what is followed show, in a number of queries that does not grow with their rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.formatting import full_date

from . import kinds
from .following import stances_of
from .models import Following, Notification, Stance
from .subjects import PAGE, THREAD, Shown, Subject, seen_today, subject_kinds

UNREAD = "unread"


@dataclass(frozen=True)
class WayToMute:
    """A page or a thread that a line is about."""

    subject: Subject
    is_muted: bool


@dataclass(frozen=True)
class Line:
    """A line of the inbox."""

    told: kinds.Told
    mutes: list[WayToMute]


@dataclass(frozen=True)
class Followed:
    """A row of what is followed; ``shown`` is None where the person may not see it any more."""

    row: Following
    shown: Shown | None

    @property
    def is_muted(self) -> bool:
        return self.row.stance == Stance.MUTED


# --- The inbox --------------------------------------------------------------------------------------------------------


def filters() -> dict[str, str | Promise]:
    """What ``?only=`` may say, with its words."""
    return {"": _("All"), UNREAD: _("Unread")} | {group.name: group.label for group in kinds.groups()}


def rows_for(person: Any, only: str = "") -> QuerySet[Notification]:
    rows = Notification.objects.filter(person_id=person.pk).select_related("actor", "page")
    if only == UNREAD:
        rows = rows.filter(read_at__isnull=True)
    elif only:
        rows = rows.filter(kind__in=kinds.kinds_of(only))
    return rows.order_by("-created_at", "-pk")


def lines(person: Any, rows: list[Notification]) -> list[Line]:
    told = kinds.told(person, rows)
    mutable = {kind.name for kind, _rows in kinds.by_kind(rows) if kind.when_muted is not kinds.WhenMuted.TOLD}
    named = {item.row.pk: _mutable(item) if item.row.kind in mutable else [] for item in told}
    muted = stances_of(person, {str(each) for subjects in named.values() for each in subjects}, Stance.MUTED)
    return [Line(item, [WayToMute(subject, subject in muted) for subject in named[item.row.pk]]) for item in told]


def _mutable(item: kinds.Told) -> list[Subject]:
    """Thread and page, where the line still says what they are."""
    if not item.sentence:
        return []
    subjects = [Subject.read(text) for text in item.row.about if text.startswith((f"{THREAD}:", f"{PAGE}:"))]
    return sorted(subjects, key=lambda subject: subject.kind != THREAD)


def by_day(shown: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Lines under the names of their days, in the reader's time zone."""
    days = groupby(shown, key=lambda line: timezone.localtime(line.told.row.created_at).date())
    return [(_name_of(day), list(its_lines)) for day, its_lines in days]


def _name_of(day: date) -> str:
    today = timezone.localdate()
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return full_date(day)


# --- What is followed -------------------------------------------------------------------------------------------------


def followings_of(person: Any) -> QuerySet[Following]:
    return Following.objects.filter(person_id=person.pk).order_by("kind", "-since", "-pk")


def by_subject_kind(person: Any, rows: list[Following]) -> list[tuple[str | Promise, list[Followed]]]:
    """Rows under the names of their kinds, rights asked again: one question a kind."""
    seen = seen_today(person, [Subject(row.kind, row.number) for row in rows])
    found = []
    for kind in subject_kinds():
        its_rows = [Followed(row, seen.get(Subject(row.kind, row.number))) for row in rows if row.kind == kind.name]
        if its_rows:
            found.append((kind.plural, its_rows))
    return found
