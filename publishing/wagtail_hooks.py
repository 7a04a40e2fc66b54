"""What publishing registers with Wagtail."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        "publishing.moved_to_draft", _("Back to draft"), _("Moved to a team that approves first: back to draft")
    )
