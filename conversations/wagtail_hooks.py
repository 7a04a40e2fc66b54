"""What threads register with Wagtail."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from . import log_actions
from .cms import Moderation
from .panels import TalkOnYourPagesPanel

modeladmin_register(Moderation)

hooks.register("register_log_actions", log_actions.register)


@hooks.register("construct_homepage_panels")
def talk_on_your_pages(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(TalkOnYourPagesPanel())
