"""Who is reminded, and who is asked when nobody answers in time. Counted in working time."""

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from teams.working_days import calendar_of
from teams.working_time import Calendar

from ..deciders.tallies import tallies_of
from ..models import Request, RequestStep
from ..steps import Reach
from ..telling import notices
from . import running

logger = logging.getLogger(__name__)

HALF, FULL = 1, 2  # rounds of reminders
LEADS_AFTER, HOUSE_AFTER = 1.5, 2.0  # of the time a step has


def look_at_the_clock(now: datetime | None = None) -> int:
    """Remind and widen where it is time, and settle what only waited for somebody who left; how many steps changed.
    Each request in a transaction of its own, so that one that fails stops no other."""
    now = now or timezone.now()
    calendar = calendar_of()
    changed = 0
    for request in Request.objects.filter(pk__in=RequestStep.objects.at_hand().order_by().values("request_id")):
        try:
            changed += _look_at(request, now, calendar)
        except (PermissionDenied, ValidationError) as refusal:
            # Deleted or decided in the meantime, or not ready to go live: its people are asked, the others not less.
            logger.warning("Request %s was left as it is by the clock: %s", request.pk, refusal)
    return changed


@transaction.atomic
def _look_at(found: Request, now: datetime, calendar: Calendar) -> int:
    request = running.lock_request(found)
    if not request.is_open or request.article.team.is_archived:
        return 0
    running.widen_where_short(request)
    task_state = request.workflow_state.current_task_state
    changed = 0
    for tally in tallies_of([request]):
        step = tally.step
        if step.is_done or step.started_at is None or step.due_at is None:
            continue
        changed += _remind(
            request, task_state, step, tally.asked, calendar.share_passed(step.started_at, step.due_at, now)
        )
        changed += _widen(request, task_state, step, tally.asked, _times_over(step, calendar, now))
    changed += running.settle_without_a_word(request, task_state)
    return changed


def _remind(request: Request, task_state: Any, step: RequestStep, asked: list[Any], share: float) -> int:
    round_ = FULL if share >= 1 else HALF if share >= 0.5 else 0
    if round_ <= step.reminded:
        return 0
    step.reminded = round_
    step.save(update_fields=["reminded"])
    notices.tell_reminder(request, task_state, asked, due_at=step.due_at, round_=round_)
    running.note(request, "approvals.reminded", **{"for": _names(asked), "step": step.name})
    return 1


def _widen(request: Request, task_state: Any, step: RequestStep, asked: list[Any], times: float) -> int:
    reach = Reach.HOUSE if times >= HOUSE_AFTER else Reach.LEADS if times >= LEADS_AFTER else Reach.OWN
    if reach <= step.reach:
        return 0
    step.reach = reach
    step.save(update_fields=["reach"])
    before = {person.pk for person in asked}
    now_asked = next(tally.asked for tally in tallies_of([request]) if tally.step.pk == step.pk)
    added = [person for person in now_asked if person.pk not in before]
    notices.tell_widened(request, task_state, added, reach=str(Reach(reach).label))
    running.note(request, "approvals.widened", **{"for": _names(added), "step": step.name})
    return 1


def _names(people: list[Any]) -> str:
    return ", ".join(str(person) for person in people)


def _times_over(step: RequestStep, calendar: Calendar, now: datetime) -> float:
    """How often the time that a step has went by since it was asked."""
    assert step.started_at is not None  # said by the caller
    return calendar.between(step.started_at, now).total_seconds() / (step.working_hours * 3600)
