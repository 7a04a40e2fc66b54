"""What other rooms' pages show of threads."""

from typing import Any

from django.http import HttpRequest

from core.sections import Section
from publishing.models import Article

from . import thread
from .boxes import Box
from .permissions import is_held_for, user_can_moderate, why_not
from .queue import waiting_address, waiting_for, waiting_words


def talk(request: HttpRequest, article: Article) -> Section | None:
    """The thread below an article. Without a query where nothing changed since somebody last read it."""
    if not article.live:
        return None
    user = request.user
    number = thread.page_number(request.GET.get("talk"))
    piece = thread.piece_for(user, article, number)
    moderates = user_can_moderate(user, article.team)
    held = [] if moderates else thread.own_held(user, article)
    refusal = why_not(user, article)
    context = {
        "article": article,
        "piece": piece,
        "number": number,
        "earlier": number - 1,
        "later": number + 1 if piece.has_next else 0,
        "mine": thread.draw_own_held(held, article),
        "moderates": moderates,
        "refusal": refusal,
        "box": None if refusal else Box(article, is_held=is_held_for(user, article)),
    }
    return Section("conversations/thread.html", context)


def held_comments(request: HttpRequest, person: Any) -> Section | None:
    """One row of "needs me": comments that wait for this moderator."""
    count = waiting_for(request.user)
    if not count:
        return None
    context = {"sentence": waiting_words(count), "address": waiting_address()}
    return Section("conversations/needs_row.html", context)
