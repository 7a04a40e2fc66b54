"""How moderation goes in a team: how long people wait for a decision, and how often hiding was a mistake."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from core.formatting import duration_words

from ..models import Comment, ModerationRecord
from .records import DECISIONS, Action


@dataclass
class Numbers:
    """One team in one stretch of time."""

    team: Any
    open_cases: int = 0
    waits: list[timedelta] = field(default_factory=list)
    hidden: int = 0
    restored: int = 0

    @property
    def decided(self) -> int:
        return len(self.waits)

    @property
    def median_wait(self) -> timedelta | None:
        return timedelta(seconds=median(wait.total_seconds() for wait in self.waits)) if self.waits else None

    @property
    def long_wait(self) -> timedelta | None:
        """Nine of ten waited no longer."""
        if not self.waits:
            return None
        waits = sorted(self.waits)
        return waits[-(-len(waits) * 9 // 10) - 1]

    @property
    def median_words(self) -> str:
        return duration_words(self.median_wait)

    @property
    def long_words(self) -> str:
        return duration_words(self.long_wait)

    @property
    def share_restored(self) -> int | None:
        """Of a hundred hidden comments, how many were shown again."""
        return round(100 * self.restored / self.hidden) if self.hidden else None


def of_teams(teams: Collection[Any], days: int) -> list[Numbers]:
    """Three queries, however many teams and records."""
    since = timezone.now() - timedelta(days=days)
    found = {team.pk: Numbers(team) for team in teams}
    waiting = Comment.objects.waiting().filter(page__live=True, page__team_id__in=found).order_by()
    for team_id, count in waiting.values_list("page__team_id").annotate(Count("pk")):
        found[team_id].open_cases = count
    for team_id, waits in _waits(found, since).items():
        found[team_id].waits = waits
    shown_again = ModerationRecord.objects.filter(
        comment_id=OuterRef("comment_id"), pk__gt=OuterRef("pk"), action__in=(Action.RESTORE, Action.KEEP), undoes=None
    )
    taken_back = ModerationRecord.objects.filter(undoes_id=OuterRef("pk"))
    hidden = ModerationRecord.objects.filter(
        team_id__in=found, at__gte=since, action__in=(Action.HIDE, Action.HIDDEN_BY_FLAGS), undoes=None
    ).annotate(is_restored=Exists(shown_again) | Exists(taken_back))
    counted = (
        hidden.order_by().values_list("team_id").annotate(all=Count("pk"), back=Count("pk", filter=Q(is_restored=True)))
    )
    for team_id, all_of_them, restored in counted:
        found[team_id].hidden, found[team_id].restored = all_of_them, restored
    return list(found.values())


def _waits(teams: Collection[int], since: datetime) -> dict[int, list[timedelta]]:
    """From the moment somebody began to wait to the decision of a person. Undone decisions count: they were waited
    for."""
    waits: dict[int, list[timedelta]] = defaultdict(list)
    decisions = ModerationRecord.objects.filter(
        team_id__in=teams, at__gte=since, action__in=DECISIONS - {Action.MEND}, by__isnull=False, undoes=None
    )
    for team_id, at, before in decisions.order_by().values_list("team_id", "at", "before"):
        if before.get("since"):
            waits[team_id].append(at - datetime.fromisoformat(before["since"]))
    return waits
