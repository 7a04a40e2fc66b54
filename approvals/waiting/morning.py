"""A morning summary: once a working day, what waits for somebody, as long as something does."""

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formatting import full_time
from notifications.actions import tell
from notifications.letters import absolute
from notifications.models import Notification
from teams.working_days import calendar_of
from teams.working_time import zone_named

from ..deciders.tallies import asked_in
from ..models import Request
from . import desk

MORNING = "approval_morning"
BEGINS, ENDS = time(7), time(11)  # where the person is; whoever was asked later hears it the next morning
MOST_NAMED = 20


def greet_all(now: datetime | None = None) -> int:
    """Tell everybody for whom something waits, where it is morning on a working day; how many were told. Told twice a
    day is nobody: the occasion is the day."""
    now = now or timezone.now()
    calendar = calendar_of()
    open_ones = (
        Request.objects.open()
        .filter(article__team__archived_at__isnull=True)
        .select_related("workflow_state", "article__team")
    )
    people = {person.pk: person for asked in asked_in(open_ones).values() for person in asked}
    told = 0
    for person in people.values():
        here = now.astimezone(zone_named(person.time_zone) or calendar.zone)
        if not BEGINS <= here.time() < ENDS or calendar.of_person(person).is_free(here.date()):
            continue
        with transaction.atomic():
            told += tell(person=person, kind=MORNING, key=f"approval:morning:{here.date()}") is not None
    return told


def sentence(row: Notification) -> str:
    return _("What waits for your approval this morning")


def address(row: Notification) -> str:
    return reverse("approvals:desk")


def carried(row: Notification) -> dict[str, Any]:
    """For the mail: what waits as it is written, each with its address; who is asked nothing any more reads that."""
    waiting = desk.waiting_for(row.person)
    lines = [_line(one) for one in waiting[:MOST_NAMED]]
    count = ngettext("%(count)d page waits for you.", "%(count)d pages wait for you.", len(waiting))
    return {"lines": lines, "count": count % {"count": len(waiting)} if waiting else ""}


def _line(one: desk.Waiting) -> str:
    words = {"title": one.title, "team": one.request.article.team.name}
    said = _("“%(title)s” (%(team)s)") % words
    if one.due_at:
        said = _("%(page)s, due %(when)s") % {"page": said, "when": full_time(one.due_at)}
    return f"{said}\n{absolute(reverse('approvals:review', args=[one.task_state.pk]))}"
