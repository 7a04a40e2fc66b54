"""What knowledge registers with Wagtail."""

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from publishing.models import Article

from . import log_actions
from .permissions import may_change_status
from .views import offer

hooks.register("register_log_actions", log_actions.register)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("knowledge/earlier-work/", offer, name="knowledge_earlier_work")]


@hooks.register("insert_editor_js")
def earlier_work() -> str:
    return format_html('<script src="{}"></script>', static("js/earlier-work.js"))


@hooks.register("register_page_header_buttons")
def status(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if issubclass(page.specific_class, Article) and may_change_status(user, page.specific):
        address = reverse("knowledge:status", args=[page.pk])
        yield Button(_("Status and review"), address, icon_name="circle-check", priority=80)
