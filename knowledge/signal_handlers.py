"""Listens to pages that go live, move and go; each handler calls one action."""

from typing import Any

from wagtail.signals import page_unpublished, post_page_move

from publishing.lifecycle import went_live
from publishing.models import Article

from . import credits, tasks


def on_live(article: Article, **kwargs: Any) -> None:
    tasks.know.enqueue(article.pk)
    credits.tell_cited(article)


def on_unpublished(instance: Any, **kwargs: Any) -> None:
    tasks.know_taken_back(instance)


def on_moved(instance: Any, **kwargs: Any) -> None:
    tasks.know_below(instance)


def connect() -> None:
    went_live.connect(on_live, dispatch_uid="knowledge.went_live")
    page_unpublished.connect(on_unpublished, dispatch_uid="knowledge.unpublished")
    post_page_move.connect(on_moved, dispatch_uid="knowledge.moved")
