"""The rows of the approval desk, read with the same number of queries however many there are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from core.access import can_view, group_ids, is_administrator, is_somebody
from publishing.models import Article, Clearance

from ..deciders.names import in_words
from ..deciders.permissions import those_asking
from ..deciders.tallies import asked_by_request, tallies_of
from ..models import Decision, Request
from . import finding

MOST_SHOWN = 30
LOOKED_THROUGH = 40  # at once; nearly all that could ask somebody do
FEW = 3  # rows that need no narrowing
RECENT = 10
SOON_BEFORE = timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """A request that waits for somebody; ``in_bulk`` where it may be approved together with others."""

    request: Request
    urgency: str
    changed: str
    in_bulk: bool = False

    @property
    def task_state(self) -> Any:
        return self.request.workflow_state.current_task_state

    @property
    def since(self) -> Any:
        return self.task_state.started_at

    @property
    def due_at(self) -> Any:
        return self.request.due_at

    @property
    def asked_by(self) -> Any:
        return self.request.workflow_state.requested_by

    @property
    def title(self) -> str:
        return self.request.article.draft_title or self.request.article.title

    @property
    def version(self) -> str:
        """What a tick on the desk stands for: this task, in these words."""
        return f"{self.task_state.pk}:{self.request.revision_id}:{self.request.digest}"


@dataclass(frozen=True)
class TeamsRow:
    """A request of a team that the person at the desk edits, which waits for others."""

    waiting: Waiting
    people: str


@dataclass(frozen=True)
class Asked:
    """A request that the person at the desk made."""

    request: Request
    state: str
    state_label: str
    sentence: str
    since: Any
    may_withdraw: bool
    returned: Decision | None

    @property
    def title(self) -> str:
        return self.request.article.draft_title or self.request.article.title


@dataclass(frozen=True)
class Desk:
    """What waits for somebody, what waits for others in the teams they edit, and what they asked for."""

    waiting: list[Waiting]
    has_more: bool
    teams: list[TeamsRow]
    asked: list[Asked]


def waiting_for(person: Any, most: int = MOST_SHOWN) -> list[Waiting]:
    """What waits for ``person``, what is due first before the rest: three queries, one where nothing could; one for
    whom they stand in, and from time to time one for what was left alone."""
    ids = finding.asked_first(person, most)
    now = timezone.now()
    return [_as_waiting(row, now) for row in finding.rows_of(ids)]


def read_desk(person: Any, *, team: str = "", purpose: str = "") -> Desk:
    """All of the desk but what was decided, narrowed to a team or a purpose where one is named: at most eleven queries,
    and twice as many where few of the first that could ask this person do."""
    now = timezone.now()
    could = finding.that_could_ask(person, team=team, purpose=purpose)
    first_ids = could[:LOOKED_THROUGH]
    rows = finding.rows_of([*first_ids, *_in_my_teams(person, first_ids, team=team, purpose=purpose)])
    made = _made_by(person)
    tallies = tallies_of({row.pk: row for row in [*rows, *made]}.values(), is_deciding=False)
    asking = {step.request_id for step in those_asking(person, tallies)}
    mine = [row for row in rows if row.pk in asking]
    if len(mine) < MOST_SHOWN and len(could) > LOOKED_THROUGH:
        mine = _asked_exactly(person, team=team, purpose=purpose)
        tallies += tallies_of([row for row in mine if row.pk not in asking], is_deciding=False)
    edited = set(group_ids(person))
    theirs = [row for row in rows if row.pk not in asking and row.article.team.editors_id in edited][:MOST_SHOWN]
    people = asked_by_request([*theirs, *made], tallies)
    single = {tally.step.request_id for tally in tallies if not tally.step.in_bulk}
    return Desk(
        waiting=[_as_waiting(row, now, in_bulk=row.pk not in single) for row in mine[:MOST_SHOWN]],
        has_more=len(mine) > MOST_SHOWN,
        teams=[TeamsRow(_as_waiting(row, now), in_words(people[row.pk])) for row in theirs],
        asked=_asked_rows(made, people),
    )


def _asked_exactly(person: Any, *, team: str, purpose: str) -> list[Request]:
    """By the rule as one query: where most of what could ask somebody waits for others, looking through all of it
    would cost more."""
    found = Request.objects.awaiting(person).about(team=team, purpose=purpose).due_first()
    return finding.rows_of(found.values_list("pk", flat=True)[: MOST_SHOWN + 1])


def _in_my_teams(person: Any, looked_at: list[int], *, team: str, purpose: str) -> list[int]:
    """The ids of other requests in the teams that ``person`` edits."""
    if not is_somebody(person) or not group_ids(person):
        return []
    found = Request.objects.open().edited_by(person).about(team=team, purpose=purpose)
    return list(found.exclude(pk__in=looked_at).due_first().values_list("pk", flat=True)[:MOST_SHOWN])


def _made_by(person: Any) -> list[Request]:
    """What ``person`` asked for: everything that is not done, then what was settled lately."""
    is_settled = Q(workflow_state__status=WorkflowState.STATUS_APPROVED)
    active = [WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
    made = Request.objects.asked_for_by(person).filter(is_settled | Q(workflow_state__status__in=active))
    rows = made.with_rows().order_by(Case(When(is_settled, then=1), default=0), "-workflow_state__created_at", "-pk")[
        : MOST_SHOWN + RECENT
    ]
    unsettled = [row for row in rows if row.workflow_state.is_active]
    settled = [row for row in rows if not row.workflow_state.is_active]
    return unsettled[:MOST_SHOWN] + settled[:RECENT]


def _asked_rows(made: list[Request], people: dict[int, list[Any]]) -> list[Asked]:
    last: dict[int, Decision] = {}
    for decision in Decision.objects.filter(request__in=made).select_related("person").order_by("at", "pk"):
        last[decision.request_id] = decision
    references = [f"request:{row.pk}" for row in made if not row.workflow_state.is_active]
    used = Clearance.objects.filter(reference__in=references, article__live=True)
    live = set(used.values_list("reference", flat=True))
    return [_asked(row, people[row.pk], last.get(row.pk), f"request:{row.pk}" in live) for row in made]


def _as_waiting(row: Request, now: datetime, *, in_bulk: bool = False) -> Waiting:
    return Waiting(request=row, urgency=_urgency(row.due_at, now), changed=_changed(row.article), in_bulk=in_bulk)


def decided_by(person: Any) -> list[Decision]:
    """The last words of ``person``, with the title only where they may still read the page: one query. Of a live
    page that is the title its readers see; the next one is for those who edit it."""
    rows = Decision.objects.by(person).newest_first().select_related("article__team", "article__owner")[:RECENT]
    shown = []
    for decision in rows:
        decision.shown_title = _title_for(person, decision.article)  # type: ignore[attr-defined]  # for the template
        shown.append(decision)
    return shown


def _title_for(person: Any, article: Article) -> str:
    """Empty where they may not read it."""
    if is_administrator(person) or article.team.editors_id in group_ids(person):
        return str(article.draft_title)
    return str(article.title) if article.live and can_view(person, article) else ""


def _changed(article: Article) -> str:
    if article.live:
        return str(_("changes to a live page"))
    if article.first_published_at:
        return str(_("was live before"))
    return str(_("new"))


def _urgency(due_at: datetime | None, now: datetime) -> str:
    if due_at is None:
        return ""
    if due_at <= now:
        return "late"
    return "soon" if due_at - now <= SOON_BEFORE else ""


def _asked(row: Request, people: list[Any], last: Decision | None, is_live: bool) -> Asked:
    state = row.workflow_state
    returned = None
    since = state.created_at
    if state.status == WorkflowState.STATUS_IN_PROGRESS:
        css, label = "review", str(_("In review"))
        sentence = _("asked: %(people)s (%(step)s)")
        sentence = sentence % {"people": in_words(people), "step": row.step_name}
        since = state.current_task_state.started_at
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        css, label, returned = "changes", str(_("Changes asked")), last
        sentence = _("by %(person)s") % {"person": last.person or _("somebody")} if last else ""
        since = last.at if last else since
    else:
        css, label = ("live", str(_("Live"))) if is_live else ("scheduled", str(_("Approved")))
        sentence = _("approved by %(person)s") % {"person": last.person or _("somebody")} if last else ""
        since = last.at if last else since
    return Asked(row, css, label, sentence, since, state.is_active, returned)
