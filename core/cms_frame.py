"""The frame of the CMS: doors a person can open, in the house's words, and nothing fetched from elsewhere."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from .access import is_administrator

OFFICE_ITEMS = frozenset({"reports", "settings", "snippets"})  # screens of administrators
NEVER = frozenset({"help"})  # leads to the manuals of Wagtail, outside the house
OUR_WORDS = {"explorer": _("Pages")}
NOT_HERE_IN_SETTINGS = frozenset({"collections", "groups", "redirects", "promoted-search-results"})
NOT_HERE_IN_REPORTS = frozenset({"search-terms"})
# What others wait for comes first, before one's own drafts and the talk on one's pages.
FIRST_ON_THE_FIRST_PAGE = "workflow_objects_to_moderate"
# My drafts and the desk of approvals stand where these stood: they name what somebody once wrote or locked, also
# when it belongs to a team they have left.
NOT_ON_THE_FIRST_PAGE = frozenset(
    {
        "upgrade_notification",
        "whats_new_in_wagtail_version",
        "locked_pages",
        "recent_edits",
        "user_objects_in_workflow_moderation",
    }
)


def back_to_the_site() -> MenuItem:
    # Wagtail marks the item whose address the current one begins with; every address begins with "/".
    return MenuItem(_("Back to the site"), reverse("home:home") + "#main", name="site", icon_name="home", order=1)


def only_doors_that_open(request: HttpRequest, items: list[MenuItem]) -> None:
    hidden = NEVER if is_administrator(request.user) else NEVER | OFFICE_ITEMS
    items[:] = [item for item in items if item.name not in hidden]
    for item in items:
        item.label = OUR_WORDS.get(item.name, item.label)


def settings_of_this_house(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_HERE_IN_SETTINGS]


def reports_of_this_house(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_HERE_IN_REPORTS]


def first_page(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in NOT_ON_THE_FIRST_PAGE]
    for panel in panels:
        if getattr(panel, "name", "") == FIRST_ON_THE_FIRST_PAGE:
            panel.order = 115


def counts_for_administrators(request: HttpRequest, items: list[Any]) -> None:
    if not is_administrator(request.user):
        items.clear()


def face_of(user: Any, size: int) -> str | None:
    """The person's own picture. Never an address outside the house, and nothing without a picture."""
    return getattr(user, "face_url", None)
