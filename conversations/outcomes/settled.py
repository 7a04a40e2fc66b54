"""Where it is shown what came of a question or a decision: on top of the page, on top of its thread, on profiles."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import pieces
from core.sections import Section
from publishing.models import Article, Purpose

from ..models import Settlement
from ..permissions import may_settle
from . import settling

MARKUP = 2  # raised whenever the templates of ``_draw`` change
KEPT_SECONDS = 600
ON_A_PROFILE = 20


@dataclass(frozen=True)
class Shown:
    """The two places on a page, drawn."""

    opening: SafeString
    pinned: SafeString


def shown(article: Article) -> Shown | None:
    """What everybody reads, kept like the thread; no query where nothing is settled."""
    if article.settled_at is None:
        return None
    version = (article.pk, article.thread_version, article.live_revision_id)
    return pieces.piece("settled", MARKUP, *version, make=lambda: _draw(article), seconds=KEPT_SECONDS)


def _draw(article: Article) -> Shown:
    settlement = settling.current(article)
    if settlement is None:
        return Shown(SafeString(""), SafeString(""))
    answer = settlement.comment
    context = {"settlement": settlement, "answer": answer if answer is not None and answer.is_shown else None}
    pinned = SafeString("")
    if settlement.is_accepted_answer:
        pinned = render_to_string("conversations/settled/pinned.html", context)
    return Shown(render_to_string("conversations/settled/opening.html", context), pinned)


def opening(request: HttpRequest, article: Article) -> Section | None:
    """On top of the page: what came of it, and for those who may say so the way to it."""
    if not article.live:
        return None
    found = shown(article)
    is_asked = article.purpose in (Purpose.ASK, Purpose.DECIDE)
    may = (is_asked or found is not None) and may_settle(request.user, article)
    if found is None and not (may and article.purpose == Purpose.DECIDE):
        return None
    return Section("conversations/settled/on_page.html", {"shown": found, "may_settle": may, "article": article})


def of_person(request: HttpRequest, person: Any) -> Section | None:
    """On a profile: this person's answers that were accepted, and decisions they recorded. One query."""
    rows = (
        Settlement.objects.counting()
        .visible_to(request.user)
        .by_or_answered_by(person)
        .select_related("article", "comment")
        .order_by("-at", "-pk")[:ON_A_PROFILE]
    )
    found = list(rows)
    answers = [row for row in found if row.is_accepted_answer and row.comment.user_id == person.pk]
    decisions = [row for row in found if not row.is_accepted_answer and row.by_id == person.pk]
    if not answers and not decisions:
        return None
    return Section("conversations/settled/of_person.html", {"answers": answers, "decisions": decisions})
