"""The lines that approvals leave in Wagtail's log, beside Wagtail's own."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def register(actions: Any) -> None:
    for name, label, message in (
        ("handed_over", _("Hand over a decision"), _("Handed a decision over")),
        ("reminded", _("Remind approvers"), _("Reminded those who are asked")),
        ("widened", _("Ask others too"), _("Nobody answered in time, so others are asked too")),
        ("step_added", _("Add a step to the route"), _("Added a step to the approval route")),
        ("step_changed", _("Change a step of the route"), _("Changed a step of the approval route")),
        ("step_removed", _("Remove a step from the route"), _("Removed a step from the approval route")),
    ):
        actions.register_action(f"approvals.{name}", label, message)
    actions.register_action(
        "approvals.moved",
        _("Edited while waiting"),
        _("Edited while waiting for approval: approvers decide on this version"),
    )
    actions.register_action(
        "approvals.emergency",
        _("Published past approval"),
        _("Published past approval by an administrator, with a reason"),
    )
    actions.register_action(
        "approvals.looked", _("Looked at"), _("Looked at this version, which they are asked to approve")
    )
