"""Giving a decision to somebody else who may take it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState

from core.access import group_ids
from people.choosing import MOST_OFFERED
from teams.house import communications_group
from teams.models import Visibility
from teams.permissions import may_read

from ..models import HandOver, Request
from ..refusals import Refused
from ..telling import notices
from .actions import lock_open, steps_asking_or_refuse


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


def who_could_take(giver: Any, request: Request) -> list[Any]:
    """People to offer: editors and leads of the team, to those who know who they are, and Communications where it helps
    the team, without writers. Two queries at most."""
    team = request.article.team
    groups = [team.editors_id] if may_read(giver, team) else []
    helping = communications_group().pk
    if team.visibility != Visibility.SECRET and helping in group_ids(giver):
        groups.append(helping)
    people = get_user_model().objects.active().filter(groups__in=groups).exclude(pk=giver.pk)
    return list(people.exclude(pk__in=request.writers.values("pk")).distinct().by_name()[:MOST_OFFERED])


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
