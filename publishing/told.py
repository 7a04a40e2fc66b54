"""Which of the things told about articles somebody may still read."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from notifications.models import Notification

from .models import Article


def articles_still_seen(person: Any, rows: Iterable[Notification]) -> set[int]:
    """For kinds about an article: those whose article ``person`` may read today, live or as a draft of theirs.

    Two queries, however many rows. A row whose article is gone is not seen.
    """
    by_page: dict[int, list[int]] = {}
    for row in rows:
        if row.page_id is not None:
            by_page.setdefault(row.page_id, []).append(row.pk)
    if not by_page:
        return set()
    among = Q(pk__in=by_page.keys())
    readable = set(Article.objects.visible_to(person).filter(among).values_list("pk", flat=True))
    readable |= set(Article.objects.editable_by(person).filter(among).values_list("pk", flat=True))
    return {pk for page_id in readable for pk in by_page[page_id]}
