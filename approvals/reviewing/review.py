"""Everything the review screen shows about one request."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from publishing.receipt import Receipt, receipt_for

from ..deciders.names import in_words
from ..deciders.permissions import those_asking
from ..deciders.tallies import Tally, tallies_of
from ..deciding.actions import may_withdraw
from ..deciding.corrections import in_words as in_words_of
from ..deciding.standing import approvals_that_count
from ..models import Decision, Request, RequestStep, Verdict
from ..wording.differences import Difference, difference_of_words, differences
from ..wording.versions import version_of
from .remarks import Part, Remark, are_open, parts_of, remarks_on
from .seen import LastSeen, Seen, has_seen, last_seen, seen_by

MINE, CHANGES, LOOK = "mine", "changes", "look"


@dataclass(frozen=True)
class ShownStep:
    """One step of the route: ``css`` is done, now, back or empty."""

    name: str
    css: str
    sentence: str
    at: Any = None
    due_at: Any = None


@dataclass(frozen=True)
class Review:
    request: Request
    task_state: TaskState
    page: Any
    live: Any
    steps: list[ShownStep]
    talk: list[Decision]
    views: list[str]
    view: str
    last: LastSeen | None
    differences: list[Difference]
    seen: list[Seen]
    parts: list[Part]
    remarks: list[Remark]
    may_remark: bool
    receipt: Receipt
    may_view_as: bool
    may_decide: bool
    may_withdraw: bool
    corrections: list[str]
    is_noted: bool

    @property
    def remarks_open(self) -> list[Remark]:
        return [remark for remark in self.remarks if not remark.is_settled]

    @property
    def remarks_settled(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.is_settled]

    @property
    def title(self) -> str:
        return str(self.page.title)


def read_review(user: Any, request: Request, task_state: TaskState, view: str = "") -> Review:
    """The request as it stands now, in one of the views there are of it. ``user`` must be one of those whom
    ``may_review`` lets in."""
    revision: Any = request.revision  # without one there is no review
    live = request.article.specific if request.article.live else None
    last = last_seen(user, request)
    views = [name for name, there in ((MINE, last), (CHANGES, live), (LOOK, True)) if there]
    view = view if view in views else views[0]
    words = version_of(request.article, revision)
    page = revision.as_object() if view == LOOK else words  # what is drawn is asked for row by row
    talk = list(Decision.objects.filter(article_id=request.article_id).exclude(reason="").select_related("person"))
    tallies = tallies_of([request])
    is_asked = bool(those_asking(user, tallies))
    parts = parts_of(words, user)
    receipt = receipt_for(user, words, request.article.team)
    return Review(
        request=request,
        task_state=task_state,
        page=page,
        live=live,
        steps=shown_steps(request, tallies),
        talk=talk,
        views=views,
        view=view,
        last=last,
        differences=_differences(user, view, request, page, live, last),
        seen=seen_by(request),
        parts=parts,
        remarks=remarks_on(request, parts, user),
        may_remark=are_open(request) and not request.article.team.is_archived,
        receipt=receipt,
        may_view_as=receipt.may_view_as and request.article.permissions_for_user(user).can_edit(),
        may_decide=is_asked,
        may_withdraw=request.workflow_state.is_active and may_withdraw(user, request),
        corrections=[
            _("%(person)s: %(words)s") % {"person": one.by or _("Somebody"), "words": in_words_of(one)}
            for one in request.corrections.select_related("by")
        ],
        is_noted=not is_asked or has_seen(user, request),
    )


def _differences(
    user: Any, view: str, request: Request, page: Any, live: Any, last: LastSeen | None
) -> list[Difference]:
    article = request.article
    if view == MINE and last is not None:
        found = differences(version_of(article, last.revision), page, user)
        readers = last.readers_then_and_now(article.team)
        return [difference_of_words(_("Who reads it"), *readers), *found] if readers else found
    return differences(live, page, user) if view == CHANGES else []


def shown_steps(request: Request, counted: list[Tally]) -> list[ShownStep]:
    """Steps passed with names and times, those at hand with who is asked, and those to come."""
    state = request.workflow_state
    held = approvals_that_count(request) if request.revision else []
    returned = request.decisions.filter(decision=Verdict.RETURNED).select_related("person").last()
    tallies = {tally.step.pk: tally for tally in counted}
    shown = [
        _shown(
            step,
            [decision for decision in held if decision.step_id == step.pk],
            tallies.get(step.pk),
            returned if state.status == WorkflowState.STATUS_NEEDS_CHANGES else None,
        )
        for step in request.steps.prefetch_related("handed__giver", "handed__taker")
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
    for one in step.handed.all():
        handed = _("handed by %(giver)s to %(taker)s") % {"giver": one.giver, "taker": one.taker}
        words = _("%(words)s · %(handed)s") % {"words": words, "handed": handed}
    return ShownStep(step.name, "now", words, step.started_at, step.due_at)


def _going_live(request: Request) -> ShownStep:
    article, name = request.article, str(_("Goes live"))
    if request.workflow_state.status == WorkflowState.STATUS_APPROVED:
        planned = article.scheduled_revision
        if planned is not None:
            return ShownStep(name, "now", str(_("at its time")), planned.approved_go_live_at)
        return ShownStep(name, "done", str(_("it did")), article.last_published_at)
    planned_at = version_of(article, request.revision).go_live_at if request.revision else None
    if planned_at:
        return ShownStep(name, "", str(_("at its time, once approved")), planned_at)
    return ShownStep(name, "", str(_("at once, when all have approved")))
