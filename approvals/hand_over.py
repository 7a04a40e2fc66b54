"""Giving a decision to somebody else who may take it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState

from . import notices
from .actions import lock_open, steps_asking_or_refuse
from .models import HandOver, Request
from .refusals import Refused


@transaction.atomic
def hand_over(*, by: Any, task_state: TaskState, to: Any, note: str = "") -> Request:
    """Let ``to`` decide instead of ``by``, who is not asked any more. The link in their mail ends with it. Raises
    Refused, with why somebody cannot take it."""
    request, open_task = lock_open(task_state)
    steps = steps_asking_or_refuse(by, request)
    objection = _why_not_take(to, request, giver=by)
    if objection:
        raise Refused(objection)
    for step in steps:
        HandOver.objects.filter(step=step, giver=to).delete()  # handed back, or in a circle
        given = HandOver.objects.create(step=step, giver=by, taker=to, note=note.strip())
        if not HandOver.objects.holding().filter(pk=given.pk).exists():
            words = _("%(person)s may not read drafts of this team, so they cannot decide on one.")
            raise Refused(words % {"person": to.display_name})
    log(
        instance=request.article,
        action="approvals.handed_over",
        user=by,
        revision=request.revision,
        data={"for": str(to), "step": request.step_name, "words": note.strip()},
    )
    notices.tell_handed_over(request, open_task, by=by, to=to)
    return request


def _why_not_take(person: Any, request: Request, *, giver: Any) -> str:
    """Why somebody cannot take a decision, whatever they may read, in a sentence; empty when they can."""
    name = {"person": person.display_name}
    if person.pk == giver.pk:
        return _("It is yours already.")
    if not person.is_active:
        return _("%(person)s has no access any more.") % name
    if request.writers.filter(pk=person.pk).exists():
        return _("%(person)s wrote part of this, so they cannot decide on it.") % name
    return ""
