"""The thread below a page, as its readers see it today, in the order in which it is answered."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conversations.models import Comment, Settlement, State
from conversations.writing.words import as_html

from .blocks import quoted
from .links import Links
from .markup import readable

DAY = "%Y-%m-%d %H:%M UTC"


@dataclass(frozen=True)
class Said:
    """One comment. ``words`` are Markdown as they were written, ``drawn`` the same as markup; both are empty where
    readers see a placeholder, which is ``instead`` then."""

    author: str
    at: str
    level: int
    words: str
    drawn: SafeString
    instead: str
    is_accepted: bool


def thread_of(article: Any, links: Links, here: str) -> list[Said]:
    """What everybody who reads the page reads below it: two queries."""
    rows = list(
        Comment.objects.filter(page_id=article.pk)
        .exclude(state=State.HELD)
        .select_related("user")
        .order_by("thread_id", "order", "pk")
    )
    accepted = set(
        Settlement.objects.counting()
        .accepted_answers()
        .filter(article_id=article.pk)
        .values_list("comment_id", flat=True)
    )
    kept = _kept(rows)
    return [_said(row, links, here, row.pk in accepted) for row in rows if row.pk in kept]


def _kept(rows: list[Comment]) -> set[int]:
    """What is shown, and whatever that answers, however far up. An answer is always younger than what it answers."""
    kept: set[int] = set()
    for row in sorted(rows, key=lambda row: row.pk, reverse=True):
        if row.state == State.PUBLIC or row.pk in kept:
            kept |= {row.pk, row.parent_id}
    return kept


def _said(row: Comment, links: Links, here: str, is_accepted: bool) -> Said:
    is_shown = row.state == State.PUBLIC
    instead = "" if is_shown else _("This comment is not shown any more.")
    drawn = readable(as_html(row.comment), links, here) if is_shown else ""
    return Said(
        author=row.author_name if is_shown else "",
        at=row.submit_date.strftime(DAY),
        level=row.level,
        words=row.comment if is_shown else "",
        drawn=mark_safe(drawn),  # noqa: S308 - rewritten tag by tag in ``readable``
        instead=instead,
        is_accepted=is_accepted,
    )


def markdown_of_thread(thread: list[Said]) -> str:
    """Quotes within quotes, as deep as they answer each other."""
    parts = []
    for said in thread:
        mark = f" · {_('accepted answer')}" if said.is_accepted else ""
        text = f"**{said.author}**, {said.at}{mark}\n\n{said.words}" if said.words else f"*{said.instead}*"
        for _level in range(said.level + 1):
            text = quoted(text)
        parts.append(text)
    return "\n\n".join(parts)
