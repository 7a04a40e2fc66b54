"""Steps that cannot be passed because too few people could say yes: found before anything waits for them.

Everybody counts who would be asked in the end: the step's own people, then leads, then Communications or an
administrator. So a gap is rare, and only somebody who makes people editors or changes a route can close it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import is_administrator, is_somebody
from core.sections import Section
from notifications.actions import tell
from notifications.models import Notification
from teams.models import Team

from ..deciders.candidates import reachable, reachable_at
from ..models import Request, RequestStep, RouteStep
from .route import asks_anybody

TOLD = "approval_gap"
SHOWN = 50


@dataclass(frozen=True)
class Gap:
    """A step that wants more people than there are: of a request that runs, or of a team's route (``request`` None)."""

    team: Team
    step_name: str
    needed: int
    there: int
    request: Request | None = None
    is_at_hand: bool = False

    @property
    def title(self) -> str:
        return self.request.article.draft_title if self.request else ""

    @property
    def address(self) -> str:
        """Where it is mended or seen."""
        if self.request is not None:
            return reverse("approvals:review", args=[self.request.workflow_state.current_task_state_id])
        return reverse("approvals:team_route", args=[self.team.slug])

    @property
    def sentence(self) -> str:
        if not self.there:
            return str(_("nobody is left who could say yes"))
        return str(_("%(needed)d must say yes, and only %(there)d could")) % {
            "needed": self.needed,
            "there": self.there,
        }


def gaps_in_requests() -> list[Gap]:
    """Steps of running requests, at hand or to come, that too few could pass. At most seven queries."""
    rows = Request.objects.open().filter(article__team__archived_at__isnull=True).with_rows().longest_waiting()
    requests = {row.pk: row for row in rows}
    steps = list(RequestStep.objects.filter(request__in=requests, is_done=False))
    people = reachable(steps, requests)
    found = []
    for step in steps:
        request, needed, there = requests[step.request_id], max(step.needed, 1), len(people[step.pk])
        if there < needed:
            is_at_hand = step.position == request.position
            found.append(Gap(request.article.team, step.name, needed, there, request, is_at_hand))
    return found


def gaps_in_routes() -> list[Gap]:
    """Steps of teams' routes that too few could pass, whoever writes. At most five queries."""
    steps = list(RouteStep.objects.select_related("group").order_by("position", "pk"))
    teams = [team for team in Team.objects.active().by_name() if asks_anybody(team)]
    pairs = [
        (step, team)
        for team in teams
        for step in steps
        if step.team_id == team.pk or (step.team_id is None and team.posting_policy in step.policies)
    ]
    people = reachable_at(pairs)
    return [
        Gap(team, step.name, max(step.needed, 1), len(there))
        for (step, team), there in zip(pairs, people, strict=True)
        if len(there) < max(step.needed, 1)
    ]


# --- Telling ---------------------------------------------------------------------------------------


def tell_gaps(now: datetime | None = None) -> int:
    """Tell administrators of every gap: once a week as long as it lasts. How many gaps there are."""
    year, week, _day = (now or timezone.now()).date().isocalendar()
    found = [*gaps_in_requests(), *gaps_in_routes()]
    for person in get_user_model().objects.administrators() if found else ():
        for gap in found:
            with transaction.atomic():
                _tell(person, gap, f"{year}-{week}")
    return len(found)


def _tell(person: Any, gap: Gap, week: str) -> None:
    about = f"request:{gap.request.pk}" if gap.request else f"team:{gap.team.pk}"
    told = {"team": gap.team.name, "step": gap.step_name, "title": gap.title, "words": gap.sentence}
    tell(
        person=person,
        kind=TOLD,
        key=f"approval:gap:{week}:{about}:{gap.step_name}",
        page=gap.request.article if gap.request else None,
        data={**told, "address": gap.address},
    )


def sentence(row: Notification) -> str:
    if row.data["title"]:
        return _("“%(title)s” (%(team)s) cannot pass “%(step)s”: %(words)s") % row.data
    return _("Nothing of %(team)s can pass “%(step)s”: %(words)s") % row.data


def address(row: Notification) -> str:
    return str(row.data["address"])


def still_seen(person: Any, rows: Iterable[Notification]) -> set[int]:
    return {row.pk for row in rows} if is_somebody(person) and is_administrator(person) else set()


# --- Showing ---------------------------------------------------------------------------------------


def on_health_page(request: HttpRequest, subject: Any) -> Section:
    """For the administrators' page about what runs in the background."""
    running, routes = gaps_in_requests(), gaps_in_routes()
    context = {"requests": running[:SHOWN], "routes": routes[:SHOWN], "count": len(running) + len(routes)}
    return Section("approvals/sections/gaps.html", context)
