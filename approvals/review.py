"""Everything the review screen shows about one request."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from .actions import may_withdraw
from .approvers import Tally, in_words, may_decide, tallies_of
from .corrections import in_words as in_words_of
from .differences import Difference, differences
from .models import Decision, Request, RequestStep, Verdict
from .standing import approvals_that_count


@dataclass(frozen=True)
class ShownStep:
    """One step of the route: ``css`` is done, now, back or empty."""

    name: str
    css: str
    sentence: str
    at: Any = None


@dataclass(frozen=True)
class Review:
    request: Request
    task_state: TaskState
    page: Any
    live: Any
    steps: list[ShownStep]
    talk: list[Decision]
    differences: list[Difference]
    may_decide: bool
    may_withdraw: bool
    corrections: list[str]

    @property
    def title(self) -> str:
        return str(self.page.title)


def read_review(user: Any, request: Request, task_state: TaskState) -> Review:
    """The request as it stands now. ``user`` must be one of those whom ``may_review`` lets in."""
    page = request.revision.as_object()  # type: ignore[union-attr]  # without one there is no review
    live = request.article.specific if request.article.live else None
    talk = list(Decision.objects.filter(article_id=request.article_id).exclude(reason="").select_related("person"))
    return Review(
        request=request,
        task_state=task_state,
        page=page,
        live=live,
        steps=shown_steps(request),
        talk=talk,
        differences=differences(live, page, user) if live is not None else [],
        may_decide=request.is_open and may_decide(user, request),
        may_withdraw=request.workflow_state.is_active and may_withdraw(user, request),
        corrections=[
            _("%(person)s: %(words)s") % {"person": one.by or _("Somebody"), "words": in_words_of(one)}
            for one in request.corrections.select_related("by")
        ],
    )


def shown_steps(request: Request) -> list[ShownStep]:
    """Steps passed with names and times, those at hand with who is asked, and those to come."""
    state = request.workflow_state
    held = approvals_that_count(request) if request.revision else []
    returned = request.decisions.filter(decision=Verdict.RETURNED).select_related("person").last()
    tallies = {tally.step.pk: tally for tally in tallies_of([request])}
    shown = [
        _shown(
            step,
            [decision for decision in held if decision.step_id == step.pk],
            tallies.get(step.pk),
            returned if state.status == WorkflowState.STATUS_NEEDS_CHANGES else None,
        )
        for step in request.steps.all()
    ]
    return [*shown, _going_live(request)]


def _shown(step: RequestStep, held: list[Decision], tally: Tally | None, returned: Decision | None) -> ShownStep:
    names = [decision.said_by for decision in held]
    if step.is_done and held:
        words = _("approved by %(people)s") % {"people": ", ".join(names)}
        return ShownStep(step.name, "done", words, held[-1].at)
    if returned is not None and returned.step_id == step.pk:
        words = _("%(person)s asked for changes") % {"person": returned.said_by}
        return ShownStep(step.name, "back", words, returned.at)
    if tally is None or step.is_done:
        return ShownStep(step.name, "", str(_("not asked yet")))
    words = _("asked: %(people)s") % {"people": in_words(tally.asked)}
    if tally.needed > 1:
        count = {"approved": len(tally.approved), "needed": tally.needed}
        words = _("%(tally)s · %(asked)s") % {"tally": _("%(approved)d of %(needed)d approved") % count, "asked": words}
    if names:
        words = _("%(words)s · approved by %(people)s") % {"words": words, "people": ", ".join(names)}
    return ShownStep(step.name, "now", words, step.started_at)


def _going_live(request: Request) -> ShownStep:
    article, name = request.article, str(_("Goes live"))
    if request.workflow_state.status == WorkflowState.STATUS_APPROVED:
        planned = article.scheduled_revision
        if planned is not None:
            return ShownStep(name, "now", str(_("at its time")), planned.approved_go_live_at)
        return ShownStep(name, "done", str(_("it did")), article.last_published_at)
    planned_at = request.revision.as_object().go_live_at if request.revision else None
    if planned_at:
        return ShownStep(name, "", str(_("at its time, once approved")), planned_at)
    return ShownStep(name, "", str(_("at once, when all have approved")))
