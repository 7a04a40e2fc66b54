"""A request while it runs: which content it asks about, which step is due, and how it goes on."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState, WorkflowState

from publishing import lifecycle
from publishing.digest import content_digest
from publishing.models import Article
from teams.working_days import calendar_of

from ..deciders.references import files_named_in
from ..deciders.tallies import Tally, asked_in, tallies_of
from ..deciders.writers import remember_writers
from ..models import Request, RequestStep
from ..querysets import forget_left_alone
from ..refusals import PAGE_IS_GONE, AlreadySettled
from ..routes.route import Subject, steps_on
from ..steps import Reach
from ..telling import notices
from . import standing
from .due_times import due_for


def lock_request(request: Request) -> Request:
    """The request as it is now, its page's row and its workflow's row locked until the transaction ends. Raises
    AlreadySettled when the page is gone.

    Always in this order: page, then workflow state. Whatever writes takes the page's row first.
    """
    try:
        lifecycle.lock(request.article)
    except ObjectDoesNotExist:
        raise AlreadySettled(PAGE_IS_GONE) from None
    state = WorkflowState.objects.select_for_update().get(pk=request.workflow_state_id)
    fresh = Request.objects.select_related("article__team", "revision").get(pk=request.pk)
    fresh.workflow_state = state
    return fresh


# --- Asking ---------------------------------------------------------------------------------------


def ask_about_latest(workflow_state: Any) -> Request:
    """Let a request ask about its page's latest revision, at the step that is due: approvals whose remit did not
    change since count on, and whoever asked for changes is asked before anybody else."""
    article = Article.objects.select_related("team").get(pk=workflow_state.object_id)
    lifecycle.lock(article)
    request, _made = Request.objects.get_or_create(workflow_state=workflow_state, defaults={"article": article})
    request.article, request.workflow_state = article, workflow_state
    take_revision(request, article.latest_revision)
    standing.drop_what_fell(request)
    take_route(request)
    go_to_due(request)
    return request


def begin_asking(request: Request, task_state: TaskState) -> None:
    """Open the steps at hand, and tell whom they ask."""
    now = timezone.now()
    for step in request.steps.filter(position=request.position, is_done=False):
        step.task_states.add(task_state)
        step.started_at, step.reach, step.reminded = now, Reach.OWN, 0
        step.save(update_fields=["started_at", "reach", "reminded"])
    _set_due(request)
    widen_where_short(request)
    forget_left_alone()
    notices.tell_asked(request, task_state, asked_in([request])[request.pk])


def _set_due(request: Request) -> None:
    calendar = calendar_of()
    due = []
    for step in request.steps.filter(position=request.position, is_done=False):
        step.due_at = due_for(step, calendar)
        step.save(update_fields=["due_at"])
        due.append(step.due_at)
    request.due_at = min((at for at in due if at is not None), default=None)
    request.save(update_fields=["due_at"])


def take_route(request: Request) -> list[RequestStep]:
    """Copy onto the request what its route asks for now and it does not hold yet. Nothing is ever taken off: who was
    promised a say has it."""
    held = set(request.steps.values_list("origin_id", flat=True))
    page = request.revision.as_object() if request.revision else request.article
    added = []
    for row in steps_on(Subject.of(page, request.article.team)):
        if row.pk in held:
            continue
        step = RequestStep.objects.create(request=request, origin=row, **row.rule())
        step.people.set(row.people.all())
        added.append(step)
    return added


def go_to_due(request: Request) -> bool:
    """Turn to the step that is due; whether one is. After changes that is the step that asked for them, else the
    first that has not said yes."""
    undone = [step for step in request.steps.all() if not step.is_done]
    positions = {step.position for step in undone}
    if not (request.objected and request.position in positions):
        request.objected = False
        request.position = min(positions, default=request.position)
    names = [step.name for step in undone if step.position == request.position]
    if names:
        request.step_name = (str(_(" and ")).join(names))[:255]
    request.save(update_fields=["position", "step_name", "objected"])
    return bool(positions)


def widen_where_short(request: Request) -> None:
    """Ask leads, then Communications, at steps where fewer people are left than must say yes. Where nobody is left at
    all, they are asked as long as that is so."""
    for reach in (Reach.LEADS, Reach.HOUSE):
        short = [tally.step.pk for tally in still_open(request) if tally.is_stuck and (tally.asked or tally.approved)]
        request.steps.filter(pk__in=short, reach__lt=reach).update(reach=reach)
        if not short:
            return


def take_revision(request: Request, revision: Revision) -> None:
    """Let a request ask about a revision, whose writers may not decide on it."""
    request.revision = revision
    request.digest = content_digest(revision)
    request.aspects = standing.aspects_now(request)
    request.files = files_named_in(revision)
    request.save(update_fields=["revision", "digest", "aspects", "files"])
    remember_writers(request)
    forget_left_alone()


# --- Going on -------------------------------------------------------------------------------------


def go_on(request: Request, task_state: TaskState, by: Any, words: str = "") -> bool:
    """After somebody said yes: whether that passed the step. The next one is asked, or what all approved goes live.

    Raises ValidationError with what keeps it from going live.
    """
    if not _settle_steps(request):
        return False
    request.objected = False
    take_route(request)
    if not go_to_due(request):
        task_state.approve(user=by, comment=words)  # Wagtail ends the workflow, and ``finish`` publishes
        return True
    task_state.approve(user=by, comment=words, update=False)
    state = task_state.workflow_state
    state.current_task_state = task_state
    state.update(user=by, next_task=task_state.task)
    return True


def _settle_steps(request: Request) -> bool:
    """Mark the steps at hand that enough people approved; whether that was all of them."""
    tallies = [tally for tally in tallies_of([request]) if not tally.step.is_done]
    reached = [tally.step.pk for tally in tallies if tally.is_reached]
    request.steps.filter(pk__in=reached).update(is_done=True)
    return len(reached) == len(tallies)


def settle_without_a_word(request: Request, task_state: TaskState) -> int:
    """Go on where a step is passed although nobody said a word just now: the last one it waited for has left. Whoever
    approved last acts. How many requests went on."""
    tallies = still_open(request)
    last = request.decisions.standing().filter(step__position=request.position).select_related("person").last()
    if last is None or not tallies or not all(tally.is_reached for tally in tallies):
        return 0
    go_on(request, task_state, last.person)
    return 1


def note(request: Request, action: str, **data: Any) -> None:
    """A line in the page's history that no person left."""
    log(instance=request.article, action=action, revision=request.revision, data=data)


def still_open(request: Request) -> list[Tally]:
    """The steps at hand that wait for somebody."""
    return [tally for tally in tallies_of([request]) if not tally.step.is_done]
