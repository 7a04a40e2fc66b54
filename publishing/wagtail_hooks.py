"""What publishing registers with Wagtail."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import audience_warnings, cms
from .cms_panels import DraftsPanel
from .rich_text import NumberedPageLinkHandler


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        "publishing.moved_to_draft", _("Back to draft"), _("Moved to a team that approves first: back to draft")
    )


@hooks.register("register_rich_text_features", order=100)
def rich_text_features(features: Any) -> None:
    features.register_link_type(NumberedPageLinkHandler)


@hooks.register("insert_editor_js")
def nothing_typed_is_forgotten() -> str:
    return format_html('<script src="{}"></script>', static("js/editor.js"))


hooks.register("before_move_page", audience_warnings.before_move)
hooks.register("before_copy_page", audience_warnings.before_copy)
hooks.register("after_copy_page", audience_warnings.after_copy)
hooks.register("construct_explorer_page_queryset", cms.explored)
hooks.register("construct_page_chooser_queryset", cms.offered)


@hooks.register("construct_homepage_panels")
def drafts_of_mine(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(DraftsPanel())
