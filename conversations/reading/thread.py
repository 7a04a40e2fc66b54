"""Reading a thread: one query for fifty roots and everything below them, drawn once a version and kept.

What is kept belongs to nobody: its key names the article, the version of its thread, which fifty, whether it is drawn
for moderators or for readers, whether they may write, react and accept answers, the order, the language and the time
zone. What is personal is put in at its places (``personal``), or stands beside it (own held comments, the form).
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.utils.safestring import SafeString, mark_safe

from core import pieces
from core.marks import marks_of as other_marks_of
from publishing.models import Article, Authorship

from ..models import Comment, Settlement, State
from ..permissions import may_accept_answers, user_can_moderate, why_not
from . import drawing, orders, personal
from .orders import Order
from .places import Drawn, Parts, joined
from .tools import Look

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
class Piece(Drawn):
    """Fifty roots with their branches, drawn."""

    has_next: bool
    is_empty: bool


def page_number(asked: str | None) -> int:
    """The fifty that an address asks for; the first, where it asks for nothing sensible."""
    number = number_in(asked) if len(asked or "") < 6 else 1
    return number if 1 <= number <= MAX_PAGE else 1


def number_in(asked: str | None) -> int:
    """A number in an address; 0 for anything else."""
    return int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 19 else 0


def page_holding(comment: Comment) -> int:
    """Which fifty a comment stands among, oldest first."""
    earlier = Comment.objects.filter(page_id=comment.page_id, level=0, pk__lt=comment.thread_id).count()
    return earlier // ROOTS + 1


def piece_for(user: Any, article: Article, number: int, order: Order = Order.OLDEST) -> Piece:
    """What ``user`` reads of this thread, before what is theirs alone is put in."""
    look = look_for(user, article)
    if number > 1 + (article.comment_count + article.held_count) // ROOTS:
        return _draw(article, number, order, look)  # beyond the end, where there are too many numbers to keep
    # Bylines and approvers change with what is live; a move changes whose editors are marked.
    version = (article.pk, article.thread_version, article.live_revision_id, article.team_id, number, order, look.key)
    return pieces.piece(
        "thread", drawing.MARKUP, *version, make=lambda: _draw(article, number, order, look), seconds=KEPT_SECONDS
    )


def look_for(user: Any, article: Article) -> Look:
    return Look(
        moderates=user_can_moderate(user, article.team),
        may_write=not why_not(user, article),
        may_react=not article.team.is_archived,
        may_accept=may_accept_answers(user, article),
    )


def branch_of(user: Any, article: Article, pk: int) -> Drawn | None:
    """The branch that holds one comment, for a page whose fifty does not; None where this reader sees no such
    comment. Not kept: few come for one, and by too many numbers."""
    roots = Comment.objects.filter(page_id=article.pk, pk=pk).values("thread_id")
    rows = _read(article, roots)
    if not rows:
        return None
    drawn = joined(draw_branches(rows, drawing.Brush(look_for(user, article), marks_of(article))))
    return drawn if pk in drawn.places else None


def _draw(article: Article, number: int, order: Order, look: Look) -> Piece:
    """Fifty roots, one more to know whether there are others, and everything below them."""
    start = (number - 1) * ROOTS
    rows = _read(article, orders.roots_of(article.pk, order).values("pk")[start : start + ROOTS + 1])
    answers: dict[int, int] = defaultdict(int)
    for row in rows:
        answers[row.thread_id] += not row.is_root and row.state == State.PUBLIC
    roots = orders.sorted_roots(answers, order)
    shown = set(roots[:ROOTS])
    brush = drawing.Brush(look, marks_of(article)) if rows else None
    parts = draw_branches([row for row in rows if row.thread_id in shown], brush, roots) if brush else []
    drawn = joined(parts)
    return Piece(drawn.markup, drawn.places, has_next=len(roots) > ROOTS, is_empty=not rows)


def draw_branches(rows: list[Row], brush: drawing.Brush, roots: list[int] | None = None) -> Parts:
    """Rows in the order in which they were written, as nested markup; ``roots`` may name another order of branches.

    An answer is always younger than what it answers, so going backwards each comment finds its replies drawn.
    """
    below: dict[int, list[drawing.Branch]] = defaultdict(list)
    drawn: dict[int, drawing.Branch] = {}
    for row in reversed(rows):
        branch = brush.comment(row, below.pop(row.pk, [])[::-1])
        if row.is_root:
            drawn[row.pk] = branch
        elif branch.parts:
            below[row.parent_id].append(branch)
    wanted = roots if roots is not None else sorted(drawn)
    return [part for pk in wanted if pk in drawn for part in drawn[pk].parts]


def marks_of(article: Article) -> drawing.Marks:
    """Who wrote the page, who edits the team's pages, who else has a part in it, and which answer was accepted."""
    through = get_user_model().groups.through
    settled = Settlement.objects.counting().accepted_answers().filter(article_id=article.pk)
    return drawing.Marks(
        authors=frozenset(Authorship.objects.filter(article_id=article.pk).values_list("person_id", flat=True)),
        editors=frozenset(through.objects.filter(group_id=article.team.editors_id).values_list("user_id", flat=True)),
        others=other_marks_of(article),
        accepted=settled.values_list("comment_id", flat=True).first() if article.settled_at else None,
    )


def _read(article: Article, roots: Any) -> list[Row]:
    """These roots and everything below them: one query."""
    rows = Comment.objects.filter(page_id=article.pk, thread_id__in=roots).order_by("thread_id", "pk")
    return [Row(*values) for values in rows.values_list(*FIELDS)]


def row_of(pk: int) -> Row:
    """One comment that exists."""
    return Row(*Comment.objects.filter(pk=pk).values_list(*FIELDS).get())


def own_held(user: Any, article: Article) -> list[Row]:
    """What this person wrote here and a moderator has not seen yet. No query where nothing is held."""
    if not article.held_count:
        return []
    held = Comment.objects.held().filter(page_id=article.pk, user_id=user.pk).order_by("pk")
    return [Row(*values) for values in held.values_list(*FIELDS)]


def draw_alone(user: Any, article: Article, comment: Comment) -> SafeString:
    """One comment that was just written, as its author sees it."""
    row = row_of(comment.pk)
    look = look_for(user, article)
    if row.state == State.HELD and not look.moderates:
        return draw_own_held([row], article)
    drawn = joined(drawing.Brush(look, marks_of(article)).comment(row, [], is_new=True).parts)
    mine = personal.Mine(new=[], written=frozenset({row.pk}), reacted={})
    return mark_safe(personal.put_in(drawn, mine).decode())  # noqa: S308 - escaped where drawn


def draw_own_held(rows: list[Row], article: Article) -> SafeString:
    people = drawing.People(marks_of(article)) if rows else None
    return mark_safe("".join(drawing.held_of_mine(row, people) for row in rows))  # noqa: S308 - escaped where drawn
