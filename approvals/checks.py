"""House rules of approvals: what settings must say, and steps on which nobody is left to decide."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from teams.models import Team

from .approvers import asked_in, would_be_asked
from .models import Request
from .routes import every_step

FINISH = "approvals.finish.publish_what_was_approved"


@register()
def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Without these Wagtail publishes what nobody saw, or keeps approvals of other words."""
    found: list[CheckMessage] = []
    if getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", "") != FINISH:
        found.append(
            Error(
                "A finished approval would publish the latest revision and not the approved one.",
                hint=f"Set WAGTAIL_FINISH_WORKFLOW_ACTION to {FINISH!r}.",
                id="approvals.E001",
            )
        )
    if not getattr(settings, "WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT", False):
        found.append(
            Error(
                "An edit between two steps would keep the approvals of the words before it.",
                hint="Set WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT to True.",
                id="approvals.E002",
            )
        )
    return found


def requests_nobody_can_decide() -> list[Request]:
    """Open requests on which nobody is left: everybody who might decide wrote it, or has left. Four queries."""
    rows = list(Request.objects.open().filter(article__team__archived_at__isnull=True).with_rows().longest_waiting())
    people = asked_in(rows)
    return [row for row in rows if not people[row.pk]]


def teams_nobody_approves_for() -> list[Team]:
    """Teams whose policy asks for approval that nobody could give, whoever writes."""
    return [
        team
        for team in Team.objects.active().by_name()
        if any(not would_be_asked(step, team, set()) for step in every_step(team))
    ]
