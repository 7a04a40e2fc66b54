"""What publishing registers with Wagtail."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import audience_warnings
from .rich_text import NumberedPageLinkHandler


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        "publishing.moved_to_draft", _("Back to draft"), _("Moved to a team that approves first: back to draft")
    )


@hooks.register("register_rich_text_features", order=100)
def rich_text_features(features: Any) -> None:
    features.register_link_type(NumberedPageLinkHandler)


hooks.register("before_move_page", audience_warnings.before_move)
hooks.register("before_copy_page", audience_warnings.before_copy)
hooks.register("after_copy_page", audience_warnings.after_copy)
