"""What other rooms' pages show of knowledge."""

from typing import Any

from django.http import HttpRequest

from core.access import group_ids, is_administrator
from core.sections import Section
from publishing.models import Article

from .permissions import is_keeper


def earlier_work(request: HttpRequest, page: Any) -> Section:
    """In the editor, below a write-up's goal."""
    return Section("knowledge/sections/earlier_work.html", {"page": page})


def status_in_bar(request: HttpRequest, article: Article) -> Section | None:
    """In the slim bar of a page: the way to its status. No query; its authors find it in the editor."""
    if not article.live or article.team.is_archived:
        return None
    is_editor = article.team.editors_id in group_ids(request.user) or is_administrator(request.user)
    if not is_editor and not is_keeper(request.user, article):
        return None
    return Section("knowledge/sections/bar.html", {"article": article})
