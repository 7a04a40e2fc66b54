"""Comments that were written elsewhere and come with their page. Nobody is told; what waits is put before moderators.

A thread is laid out whole before anything is stored: the counters of a page go into its own row.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from core.table_rows import give_number, insert, reserve
from publishing.models import Article

from .. import signals
from ..models import LEVELS, Comment, State
from . import words


@dataclass
class Brought:
    """One comment. ``key`` is unique in the house and names it for good; ``parent`` is the key of what it answers.
    ``person`` is None where the writer has no account here; their ``name`` is shown."""

    key: str
    text: str
    at: datetime
    name: str = ""
    parent: str = ""
    person: Any = None
    state: str = State.PUBLIC
    reason: str = ""
    above: "Brought | None" = field(default=None, init=False, repr=False)
    level: int = field(default=0, init=False)


@dataclass(frozen=True)
class Thread:
    """The comments of one page in the order in which they were written, each after what it answers."""

    comments: Sequence[Brought]

    @property
    def shown(self) -> int:
        return sum(each.state == State.PUBLIC for each in self.comments)

    @property
    def held(self) -> int:
        return sum(each.state == State.HELD for each in self.comments)

    @property
    def last(self) -> datetime | None:
        return max((each.at for each in self.comments if each.state == State.PUBLIC), default=None)


def laid_out(comments: Iterable[Brought]) -> Thread:
    """Who answers whom, within our levels. What answers something that is not there, or waits, begins a
    conversation; what goes too deep answers the comment above."""
    rows = list(comments)
    by_key = {each.key: each for each in rows}
    below: dict[str, list[Brought]] = defaultdict(list)
    for each in rows:
        answered = by_key.get(each.parent)
        is_open = answered is not None and answered is not each and answered.state != State.HELD
        below[each.parent if is_open else ""].append(each)
    placed: list[Brought] = []
    waiting = below.pop("", [])
    while True:
        while waiting:
            each = waiting.pop()
            placed.append(each)
            for answer in below.pop(each.key, ()):
                answer.above = each if each.level + 1 < LEVELS else each.above
                answer.level = min(each.level + 1, LEVELS - 1)
                answer.at = max(answer.at, each.at)
                waiting.append(answer)
        if not below:
            break
        # They answer each other in a circle: one of them has to begin.
        key = next(iter(below))
        waiting.append(below[key].pop(0))
        if not below[key]:
            del below[key]
    order = {id(each): place for place, each in enumerate(rows)}
    return Thread(sorted(placed, key=lambda each: (each.at, each.level, order[id(each)])))


def store(threads: Iterable[tuple[Any, Thread]], *, by: Any) -> int:
    """Write the threads of pages that were stored in this transaction. Returns how many comments that were."""
    rows: list[Comment] = []
    pairs = [(page, thread) for page, thread in threads if thread.comments]
    numbers = iter(reserve(Comment, sum(len(thread.comments) for _page, thread in pairs)))
    kind = ContentType.objects.get_for_model(Article)
    for page, thread in pairs:
        rows += _rows(page, thread, numbers, kind, by)
    insert(rows)
    shown = [row.pk for row in rows if row.is_shown]
    if shown:
        signals.comments_changed.send(sender=Comment, pks=shown, is_shown=True)
    return len(rows)


def _rows(page: Any, thread: Thread, numbers: Any, kind: ContentType, by: Any) -> list[Comment]:
    made: dict[int, Comment] = {}
    answers: dict[int, list[Brought]] = defaultdict(list)
    for each in thread.comments:
        comment = made[id(each)] = _row(page, each, kind, by)
        give_number(comment, next(numbers))
        if each.above is not None:
            answers[id(each.above)].append(each)
    for root in (each for each in thread.comments if each.above is None):
        _number(root, made, answers)
    return list(made.values())


def _number(root: Brought, made: dict[int, Comment], answers: dict[int, list[Brought]]) -> None:
    """Depth first, oldest first; each knows how many hang below it."""
    top = made[id(root)].pk
    walked: list[Brought] = []
    waiting = [root]
    while waiting:
        each = waiting.pop()
        walked.append(each)
        waiting += reversed(answers[id(each)])
    for order, each in enumerate(walked, start=1):
        comment = made[id(each)]
        comment.thread_id, comment.order, comment.level = top, order, each.level
        comment.parent_id = made[id(each.above)].pk if each.above is not None else top
    for each in reversed(walked):
        if each.above is not None:
            made[id(each.above)].nested_count += made[id(each)].nested_count + 1


def _row(page: Any, each: Brought, kind: ContentType, by: Any) -> Comment:
    is_shown = each.state == State.PUBLIC
    hidden = {"hidden_by": by, "hidden_at": timezone.now(), "hidden_reason": each.reason}
    comment = Comment(
        page_id=page.pk,
        client_key=each.key,
        state=each.state,
        comment=each.text,
        html=words.as_html(each.text),
        markup=words.MARKUP,
        user=each.person,
        user_name=(each.person.display_name if each.person is not None else each.name)[:50],
        content_type=kind,
        object_pk=str(page.pk),
        site_id=settings.SITE_ID,
        submit_date=each.at,
        changed_at=each.at,
        shown_at=each.at if is_shown else None,
        is_public=is_shown,
        is_removed=each.state == State.HIDDEN,
        nested_count=0,
        **(hidden if each.state == State.HIDDEN else {}),
    )
    comment.nested_count = 0
    return comment
