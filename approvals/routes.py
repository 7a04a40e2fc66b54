"""The route that a page takes: which steps it must pass, and binding teams to Wagtail's one workflow."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from wagtail.models import Revision, Workflow, WorkflowPage

from core.text import fold
from publishing import lifecycle
from publishing.gates import is_cleared
from publishing.models import Article
from publishing.permissions import is_author
from teams.models import PostingPolicy, Team

from . import running
from .models import Request, RouteStep
from .telling import notices

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


# --- Following a team -----------------------------------------------------------------------------


@transaction.atomic
def follow_policy(team: Team, by: Any = None) -> None:
    """After a team was made or changed its policy or its own steps: its pages take the new route.

    A request that runs on a route with fewer steps than now wanted is asked about at those too; one that runs on more
    goes on to its end. What was scheduled with less than now wanted waits for approval again. Authors are told.
    """
    if asks_anybody(team):
        WorkflowPage.objects.update_or_create(page_id=team.page.pk, defaults={"workflow": workflow()})
    else:
        WorkflowPage.objects.filter(page_id=team.page.pk).delete()
    cache.delete(_KEPT % team.pk)
    for request in Request.objects.open().filter(article__team=team).select_related("article"):
        running.follow_route(request, by)
    for revision in _scheduled_in(team):
        _ask_again(revision, by)


def _scheduled_in(team: Team) -> list[Revision]:
    ids = [str(pk) for pk in Article.objects.filter(team=team).values_list("pk", flat=True)]
    return list(Revision.page_revisions.filter(object_id__in=ids, approved_go_live_at__isnull=False))


def _ask_again(revision: Revision, by: Any) -> None:
    """Take a revision off the schedule whose approval is no longer enough, and ask for what is wanted now."""
    article = revision.content_object
    if is_cleared(article, revision, None):
        return
    lifecycle.lock(article)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    asked_by = article.owner if article.owner and is_author(article.owner, article) else None
    if not asks_anybody(article.team) or article.current_workflow_state:
        return
    state = workflow().start(article, asked_by)
    notices.tell_rerouted(state.request, by=by, is_stricter=True)
