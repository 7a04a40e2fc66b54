"""The pages to which somebody may move a branch."""

from typing import Any

from core.text import clean_query
from publishing.models import Article

from ..moderators import teams_moderated_by

SHOWN = 8


def pages_to_move_to(user: Any, source: Article, asked: str) -> list[Article]:
    """Live pages that this person may edit, in teams whose threads they keep in order, and that no more people read
    than ``source``: the newest, or those whose title holds the words asked for."""
    found = Article.objects.visible_to(user).editable_by(user).exclude(pk=source.pk)
    found = found.filter(team__in=teams_moderated_by(user).filter(archived_at=None))
    if source.audience_id is not None:
        found = found.filter(audience_id=source.audience_id)
    for word in clean_query(asked).split():
        found = found.filter(title__icontains=word)
    return list(found.select_related("team").by_newest()[:SHOWN])
