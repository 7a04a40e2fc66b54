"""Reading a thread: one query for fifty roots and everything below them, drawn once a version and kept.

What is kept belongs to nobody: its key names the article, the version of its thread, which fifty, whether it is drawn
for moderators or for readers, whether they may write, the language and the time zone. What is personal (one's own held
comments, the form) stands beside it.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.utils.safestring import SafeString, mark_safe

from core import pieces
from publishing.models import Article, Authorship

from . import drawing
from .models import Comment, State
from .permissions import user_can_moderate, why_not

ROOTS = 50
KEPT_SECONDS = 600  # after which a new name or face of somebody who wrote here is seen
MAX_PAGE = 2_000

FIELDS = (
    "pk", "parent_id", "thread_id", "level", "comment", "html", "markup", "state", "submit_date", "hidden_reason",
    "user_id", "user_name", "user__username", "user__first_name", "user__last_name", "user__hue", "user__face",
    "user__is_active", "edited_at", "locked_at", "locked_reason", "is_hidden_by_flags",
    "used_count", "agree_count", "thanks_count",
)  # fmt: skip


class Row(NamedTuple):
    """One comment as it is read, without the weight of a model object."""

    pk: int
    parent_id: int
    thread_id: int
    level: int
    text: str
    html: str
    markup: int
    state: str
    at: Any
    reason: str
    user_id: int | None
    user_name: str
    username: str | None
    first_name: str | None
    last_name: str | None
    hue: int | None
    face: str | None
    is_active: bool | None
    edited_at: Any
    locked_at: Any
    locked_reason: str
    is_hidden_by_flags: bool
    used: int
    agree: int
    thanks: int

    @property
    def is_root(self) -> bool:
        return self.level == 0

    @property
    def display_name(self) -> str:
        full = f"{self.first_name or ''} {self.last_name or ''}".strip()
        return full or self.username or self.user_name


@dataclass(frozen=True)
class Piece:
    """Fifty roots with their branches, drawn."""

    html: SafeString
    has_next: bool
    is_empty: bool


def page_number(asked: str | None) -> int:
    """The fifty that an address asks for; the first, where it asks for nothing sensible."""
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return number if 1 <= number <= MAX_PAGE else 1


def page_holding(comment: Comment) -> int:
    """Which fifty a comment stands among."""
    earlier = Comment.objects.filter(page_id=comment.page_id, level=0, pk__lt=comment.thread_id).count()
    return earlier // ROOTS + 1


def piece_for(user: Any, article: Article, number: int) -> Piece:
    """What ``user`` reads of this thread, apart from what is theirs alone."""
    look = look_for(user, article)
    if number > 1 + (article.comment_count + article.held_count) // ROOTS:
        return _draw(article, number, look)  # beyond the end, where there are too many numbers to keep
    # A byline changes with what is live; a move changes whose editors are marked.
    version = (article.pk, article.thread_version, article.live_revision_id, article.team_id, number, look.key)
    return pieces.piece(
        "thread", drawing.MARKUP, *version, make=lambda: _draw(article, number, look), seconds=KEPT_SECONDS
    )


def look_for(user: Any, article: Article) -> drawing.Look:
    return drawing.Look(moderates=user_can_moderate(user, article.team), may_write=not why_not(user, article))


def _draw(article: Article, number: int, look: drawing.Look) -> Piece:
    rows = _read(article, number)
    if not rows:
        return Piece(mark_safe(""), has_next=False, is_empty=True)
    roots = list(dict.fromkeys(row.thread_id for row in rows))
    has_next = len(roots) > ROOTS
    if has_next:
        rows = [row for row in rows if row.thread_id != roots[-1]]
    return Piece(draw_branches(rows, marks_of(article), look), has_next, is_empty=False)


def draw_branches(rows: list[Row], marks: drawing.Marks, look: drawing.Look) -> SafeString:
    """Rows in the order in which they were written, as nested markup.

    An answer is always younger than what it answers, so going backwards each comment finds its replies drawn.
    """
    below: dict[int, list[str]] = defaultdict(list)
    roots: list[str] = []
    people = drawing.People(marks)
    for row in reversed(rows):
        drawn = drawing.comment(row, people, look, below.pop(row.pk, [])[::-1])
        if drawn:
            (roots if row.is_root else below[row.parent_id]).append(drawn)
    return mark_safe("".join(reversed(roots)))  # noqa: S308 - every part was escaped where it was drawn


def marks_of(article: Article) -> drawing.Marks:
    """Who wrote the page, and who edits the team's pages."""
    through = get_user_model().groups.through
    return drawing.Marks(
        authors=frozenset(Authorship.objects.filter(article_id=article.pk).values_list("person_id", flat=True)),
        editors=frozenset(through.objects.filter(group_id=article.team.editors_id).values_list("user_id", flat=True)),
    )


def _read(article: Article, number: int) -> list[Row]:
    """Fifty roots, one more to know whether there are others, and everything below them: one query."""
    start = (number - 1) * ROOTS
    roots = Comment.objects.filter(page_id=article.pk, level=0).order_by("pk").values("pk")[start : start + ROOTS + 1]
    rows = Comment.objects.filter(page_id=article.pk, thread_id__in=roots).order_by("thread_id", "pk")
    return [Row(*values) for values in rows.values_list(*FIELDS)]


def own_held(user: Any, article: Article) -> list[Row]:
    """What this person wrote here and a moderator has not seen yet. No query where nothing is held."""
    if not article.held_count:
        return []
    held = Comment.objects.held().filter(page_id=article.pk, user_id=user.pk).order_by("pk")
    return [Row(*values) for values in held.values_list(*FIELDS)]


def draw_alone(user: Any, article: Article, comment: Comment) -> SafeString:
    """One comment that was just written, as its author sees it."""
    row = Row(*Comment.objects.filter(pk=comment.pk).values_list(*FIELDS).get())
    look = look_for(user, article)
    if row.state == State.HELD and not look.moderates:
        return draw_own_held([row], article)
    return mark_safe(drawing.comment(row, drawing.People(marks_of(article)), look, [], is_new=True))  # noqa: S308 - as above


def draw_own_held(rows: list[Row], article: Article) -> SafeString:
    people = drawing.People(marks_of(article)) if rows else None
    return mark_safe("".join(drawing.held_of_mine(row, people) for row in rows))  # noqa: S308 - as above
