"""What approvals registers with Wagtail."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from core.access import is_administrator
from publishing.models import Article

from . import log_actions
from .cms import menu
from .cms.screens import ArticleViewSet

hooks.register("register_log_actions", log_actions.register)
hooks.register("construct_page_action_menu", menu.construct_menu)


@hooks.register("register_admin_viewset")
def article_viewset() -> ArticleViewSet:
    return ArticleViewSet()


@hooks.register("register_settings_menu_item")
def routes_of_the_house() -> MenuItem:
    return _AdministratorsItem(_("Routes to going live"), reverse("approvals:route"), icon_name="circle-check")


class _AdministratorsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)


@hooks.register("register_admin_menu_item")
def desk() -> MenuItem:
    return MenuItem(_("Approvals"), reverse("approvals:desk"), name="approvals", icon_name="circle-check", order=250)


@hooks.register("register_page_header_buttons")
def past_approval(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """For pages that were never submitted, which no review screen leads to."""
    if is_administrator(user) and issubclass(page.specific_class, Article) and page.has_unpublished_changes:
        address = reverse("approvals:emergency", args=[page.pk])
        yield Button(_("Publish past approval"), address, icon_name="warning", priority=90)
