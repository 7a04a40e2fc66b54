"""Why somebody cannot decide, in a sentence: who decides instead, who was quicker, what the page still lacks."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from core.formatting import short_time

from ..deciders.names import in_words
from ..deciders.permissions import may_decide
from ..deciders.tallies import approvers_for
from ..models import Request, request_of
from .emergency import EMERGENCY


def why_not(user: Any, task_state: TaskState) -> str:
    """Why ``user`` cannot decide now, in a sentence; empty when they can."""
    request = request_of(task_state)
    if not request.is_open or request.workflow_state.current_task_state_id != task_state.pk:
        return how_settled(request, task_state)
    return why_not_asked(user, request)


def not_ready(error: ValidationError) -> str:
    """For an approver: what keeps the page from going live."""
    reasons = " ".join(error.messages)
    return _("It could not go live, so nothing was decided: %(reasons)s Ask its author to mend this.") % {
        "reasons": reasons
    }


def why_not_asked(user: Any, request: Request) -> str:
    if may_decide(user, request):
        return ""
    if request.article.team.is_archived:
        return str(_("This team is archived, so its pages stay as they are."))
    approved = request.decisions.standing().filter(person_id=user.pk, step__position=request.position).last()
    people = {"people": in_words(approvers_for(request))}
    if approved is not None:
        return _("You approved this %(when)s. It waits for %(people)s.") % {"when": short_time(approved.at), **people}
    if request.writers.filter(pk=user.pk).exists():
        return _("You wrote part of this, so somebody else decides: %(people)s.") % people
    return _("This is for %(people)s to decide.") % people


def how_settled(request: Request, task_state: TaskState | None = None) -> str:
    """Who did what when, in a sentence, for somebody who came too late."""
    decisions = request.decisions.select_related("person").order_by("-at", "-pk")
    decision = (decisions.filter(task_state_id=task_state.pk) if task_state else decisions).first()
    if decision is not None:
        words = {"person": decision.person or _("Somebody"), "when": short_time(decision.at)}
        if decision.is_approval:
            return _("%(person)s approved this %(when)s.") % words
        return _("%(person)s asked for changes %(when)s.") % words
    status = request.workflow_state.status
    if status == WorkflowState.STATUS_CANCELLED:
        past = request.article.clearances.filter(gate=EMERGENCY, revision=request.revision_id).last()
        if past is not None:
            words = {"person": past.by or _("An administrator"), "when": short_time(past.at)}
            return _("%(person)s published this past approval %(when)s.") % words
        return _how_withdrawn(request)
    if status == WorkflowState.STATUS_IN_PROGRESS:
        return _("This page was edited, so approval started again. Please decide on the new version.")
    return _("This request is settled.")


def _how_withdrawn(request: Request) -> str:
    """A page has one request at a time, so the first end without an answer since this one began is its own."""
    ended = PageLogEntry.objects.filter(page_id=request.article_id, action="wagtail.workflow.cancel")
    entry = ended.filter(timestamp__gte=request.workflow_state.created_at).order_by("timestamp").first()
    if entry is None or entry.user is None:
        return str(_("This request was withdrawn."))
    return _("%(person)s withdrew this %(when)s.") % {"person": entry.user, "when": short_time(entry.timestamp)}
