"""What other rooms' pages show of threads."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.formatting import full_time
from core.sections import Section
from publishing.models import Article

from . import thread
from .boxes import Box
from .models import ModerationRecord
from .permissions import has_closed, is_held_for, user_can_moderate, user_can_set_rules, why_not
from .queue import waiting_address, waiting_for, waiting_words


@dataclass(frozen=True)
class Closing:
    """That a thread will close, and the comment in which whoever closed it said so."""

    sentence: str
    last_words: int | None


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
        "closing": closing_words(article),
        "may_set_rules": user_can_set_rules(user, article),
        "box": None if refusal else Box(article, is_held=is_held_for(user, article)),
    }
    return Section("conversations/thread.html", context)


def closing_words(article: Article) -> Closing | None:
    """What readers of a thread that closes, or has closed, see of it beyond the refusal. No query for all others."""
    if article.talk_closes_at is None:
        return None
    record = ModerationRecord.objects.filter(page_id=article.pk, action=ModerationRecord.Action.CLOSE, undoes=None)
    last_words = record.order_by("-pk").values_list("comment_id", flat=True).first()
    is_over = has_closed(article)
    sentence = (
        ""
        if is_over
        else _("This thread closes on %(day)s: %(reason)s")
        % {"day": full_time(article.talk_closes_at), "reason": article.talk_closed_reason}
    )
    return Closing(sentence, last_words)


def talk_settings(request: HttpRequest, team: Any) -> Section:
    """The way from a team's settings to those of its threads."""
    return Section("conversations/team_settings_link.html", {"team": team})


def held_comments(request: HttpRequest, person: Any) -> Section | None:
    """One row of "needs me": comments that wait for this moderator."""
    count = waiting_for(request.user)
    if not count:
        return None
    context = {"sentence": waiting_words(count), "address": waiting_address()}
    return Section("conversations/needs_row.html", context)
