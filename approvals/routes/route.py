"""The route that a page takes: which steps it must pass, and Wagtail's one workflow, which walks every route."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from wagtail.models import Workflow

from core.text import fold
from teams.models import PostingPolicy, Team

from ..models import RouteStep

# The workflow that walks every route. A data migration makes it, with its one task; nothing else does.
WORKFLOW = "Approval"
KEPT_FOR = 300  # seconds
_KEPT = "approvals.route.%d"


def workflow() -> Workflow:
    found: Workflow = Workflow.objects.get(name=WORKFLOW)
    return found


def asks_anybody(team: Team) -> bool:
    """Whether somebody must say yes before something of the team goes live."""
    return team.posting_policy != PostingPolicy.DIRECTLY


@dataclass(frozen=True)
class Subject:
    """What conditions look at: a page as it is about to be submitted, in its team."""

    team: Team
    purpose: str = ""
    tags: frozenset[str] = frozenset()

    @classmethod
    def of(cls, page: Any, team: Team) -> "Subject":
        """``page`` is an article, or a revision of one as an object."""
        return cls(team, page.purpose, frozenset(fold(tag.name) for tag in page.tags.all()))


def steps_on(subject: Subject) -> list[RouteStep]:
    """The steps that a page must pass, in order. None where authors publish directly."""
    readers = _Readers(subject.team)
    return [row for row in every_step(subject.team) if _holds(row, subject, readers)]


def every_step(team: Team) -> list[RouteStep]:
    """The steps of a team's route, those with conditions too, in order. One query; none where nobody is asked."""
    if not asks_anybody(team):
        return []
    rows = RouteStep.objects.for_team(team)
    return [row for row in rows if row.team_id or team.posting_policy in row.policies]


def steps_shown(team: Team) -> list[RouteStep]:
    """``every_step`` for a page that merely shows who approves: kept for a while, as the route changes once a year and
    the page is read all day. Another process may show the old route as long as it keeps it."""
    found: Any = cache.get_or_set(_KEPT % team.pk, lambda: every_step(team), KEPT_FOR)
    return list(found)


def forget_shown(team: Team) -> None:
    """After its route changed."""
    cache.delete(_KEPT % team.pk)


def _holds(row: RouteStep, subject: Subject, readers: "_Readers") -> bool:
    if row.only_purposes and subject.purpose not in row.only_purposes:
        return False
    if row.only_visibilities and subject.team.visibility not in row.only_visibilities:
        return False
    if row.only_tag and fold(row.only_tag) not in subject.tags:
        return False
    return row.only_above is None or readers.count > row.only_above


class _Readers:
    """How many people read a team, counted only when a condition asks."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._count: int | None = None

    @property
    def count(self) -> int:
        if self._count is None:
            people = get_user_model().objects.active()
            if self._team.audience_id is not None:
                people = people.filter(groups=self._team.audience_id)
            self._count = people.count()
        return self._count
