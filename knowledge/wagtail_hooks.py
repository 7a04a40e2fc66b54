"""What knowledge registers with Wagtail."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from publishing.models import Article

from . import log_actions
from .permissions import may_change_status

hooks.register("register_log_actions", log_actions.register)


@hooks.register("register_page_header_buttons")
def status(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if issubclass(page.specific_class, Article) and may_change_status(user, page.specific):
        address = reverse("knowledge:status", args=[page.pk])
        yield Button(_("Status and review"), address, icon_name="circle-check", priority=80)
