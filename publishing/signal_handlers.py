"""Listens to Wagtail and to teams; each handler calls one action."""

from typing import Any

from wagtail.signals import post_page_move

from teams.models import Team
from teams.signals import visibility_changed

from . import news, placement
from .lifecycle import went_live
from .models import Article


def on_page_moved(instance: Any, **kwargs: Any) -> None:
    placement.follow_move(instance)


def on_visibility_changed(team: Team, **kwargs: Any) -> None:
    placement.follow_visibility(team)


def on_live(article: Article, first: bool, **kwargs: Any) -> None:
    if first:
        news.tell_of_new_page(article)


def connect() -> None:
    post_page_move.connect(on_page_moved, dispatch_uid="publishing.page_moved")
    visibility_changed.connect(on_visibility_changed, dispatch_uid="publishing.visibility_changed")
    went_live.connect(on_live, dispatch_uid="publishing.went_live")
