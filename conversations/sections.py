"""What other rooms' pages show of threads."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.formatting import full_time
from core.late import put_later
from core.sections import Section
from publishing.models import Article

from .models import ModerationRecord
from .outcomes import settled
from .permissions import has_closed, is_held_for, user_can_moderate, user_can_set_rules, why_not
from .queue import waiting_address, waiting_for, waiting_words
from .reading import orders, personal, thread, visits
from .reading.orders import Order
from .reading.places import Drawn
from .writing.boxes import Box


@dataclass(frozen=True)
class Closing:
    """That a thread will close, and the comment in which whoever closed it said so."""

    sentence: str
    last_words: int | None


def talk(request: HttpRequest, article: Article) -> Section | None:
    """The thread below an article. What is the same for all costs no query where nothing changed since somebody last
    read it; what is personal costs two, however long the thread."""
    if not article.live:
        return None
    user = request.user
    number = thread.page_number(request.GET.get("talk"))
    order = orders.asked(request.GET.get("order"))
    piece = thread.piece_for(user, article, number, order)
    came_for = _came_for(request, article, piece)
    mine = personal.read(user, article)
    moderates = user_can_moderate(user, article.team)
    held = [] if moderates else thread.own_held(user, article)
    refusal = why_not(user, article)
    settlement = settled.shown(article)
    elsewhere = mine.new_outside(piece, *([came_for] if came_for else []))
    context = {
        "article": article,
        "piece": piece,
        "drawn": put_later(request, personal.put_in(piece, mine)),
        "came_for": put_later(request, personal.put_in(came_for, mine)) if came_for else "",
        "pinned": settlement.pinned if settlement else "",
        "new_count": len(mine.new),
        "new_since": mine.new[0].since if mine.new else None,
        "new_address": _first_new(mine, elsewhere),
        "until": visits.stamp(visits.seen_until(article, elsewhere)),
        "earlier": _address(number - 1, order) if number > 1 else "",
        "later": _address(number + 1, order) if piece.has_next else "",
        "orders": [(_address(1, each), each.label, each == order) for each in Order],
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


def _came_for(request: HttpRequest, article: Article, piece: Drawn) -> Drawn | None:
    """The branch of the comment that an address names, where the fifty it names holds another today."""
    asked = thread.number_in(request.GET.get("c"))
    return None if not asked or asked in piece.places else thread.branch_of(request.user, article, asked)


def _first_new(mine: personal.Mine, elsewhere: list[visits.NewComment]) -> str:
    """Where the first new comment stands: on this page, or where its own address leads."""
    if not mine.new:
        return ""
    first = mine.new[0]
    return f"/talk/{first.pk}/" if first in elsewhere else f"#c{first.pk}"


def _address(number: int, order: Order) -> str:
    """Another fifty, or another order, of the same thread."""
    asked: dict[str, Any] = {} if number == 1 else {"talk": number}
    if order != Order.OLDEST:
        asked["order"] = order.value
    return f"?{urlencode(asked)}#talk"


def bar(request: HttpRequest, article: Article) -> Section | None:
    """In the slim bar that stays in sight while a page is read: how much is said about it."""
    return Section("conversations/bar.html", {"count": article.comment_count}) if article.live else None


def held_comments(request: HttpRequest, person: Any) -> Section | None:
    """One row of "needs me": comments that wait for this moderator."""
    count = waiting_for(request.user)
    if not count:
        return None
    context = {"sentence": waiting_words(count), "address": waiting_address()}
    return Section("conversations/needs_row.html", context)
