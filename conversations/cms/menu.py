"""Moderation in the menu of the CMS: one entry, with the queue, the log, bans and numbers below it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup

from ..moderators import moderates
from .bans import BanScreen
from .cases import NUMBERS, CommentScreen
from .log import RecordScreen


class ModeratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return moderates(request.user)


class Moderation(ModelAdminGroup):
    menu_label = _("Moderation")
    menu_icon = "comment"
    menu_order = 300
    items = (CommentScreen, RecordScreen, BanScreen)

    def get_submenu_items(self) -> list[Any]:
        numbers = ModeratorsMenuItem(
            _("Numbers"), reverse_lazy(NUMBERS), name="moderation-numbers", icon_name="history", order=900
        )
        return [*super().get_submenu_items(), numbers]
