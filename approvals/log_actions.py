"""The lines that approvals leave in Wagtail's log, beside Wagtail's own."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def register(actions: Any) -> None:
    actions.register_action(
        "approvals.moved",
        _("Edited while waiting"),
        _("Edited while waiting for approval: approvers decide on this version"),
    )
    actions.register_action(
        "approvals.looked", _("Looked at"), _("Looked at this version, which they are asked to approve")
    )
