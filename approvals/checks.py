"""House rules of approvals: what settings must say."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

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
