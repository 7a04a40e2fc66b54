"""Fifty thousand comments: first how long each thread is, then who answers whom, then the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from conversations.models import LEVELS, Comment, Reaction, State
from conversations.writing import words as said
from publishing.models import Article

from .people import Crowd
from .rows import give_number, insert, next_number
from .sizes import Sizes
from .words import Words

_HELD_EACH = 400  # one in so many comments of ordinary threads waits for a moderator
_HELPS_EACH = 10  # to one in so many somebody reacts
_MOST_REACT = 3
_AT_ONCE = 5000


def lengths(sizes: Sizes, read_by_all: list[int], others: list[int]) -> dict[int, int]:
    """How many comments each page has, by its number. The two long threads are where everybody reads; most of the
    others are short, and three in ten pages nobody spoke about."""
    random = Random("lengths")
    found = dict(zip(reversed(read_by_all), (sizes.longest_thread, sizes.long_thread), strict=False))
    talked = [number for number in others if number not in found and random.random() < 0.7]
    left = sizes.comments - sum(found.values())
    shares = [random.paretovariate(1.6) for _ in talked]
    total = sum(shares)
    for number, share in zip(talked, shares, strict=True):
        found[number] = min(int(share * left / total), sizes.long_thread - 1)
    missing = sizes.comments - sum(found.values())
    for number in cycle(talked):
        if missing <= 0:
            break
        if found[number] < sizes.long_thread - 1:
            found[number] += 1
            missing -= 1
    return found


@dataclass
class Said:
    """One comment while its thread is being laid out."""

    number: int
    parent: "Said | None"
    minutes: int
    below: list["Said"] = field(default_factory=list)

    @property
    def level(self) -> int:
        return 0 if self.parent is None else self.parent.level + 1

    @property
    def root(self) -> "Said":
        return self if self.parent is None else self.parent.root

    def count_below(self) -> int:
        return sum(1 + reply.count_below() for reply in self.below)


def lay_out(length: int, random: Random) -> list[Said]:
    """A thread of this length: roots first in time, replies to what has room below, in the order they are read."""
    said: list[Said] = []
    minutes = 0
    for number in range(length):
        minutes += random.randint(1, 90)
        able = [one for one in said[-40:] if one.level + 1 < LEVELS]
        parent = random.choice(able) if able and random.random() < 0.62 else None
        one = Said(number, parent, minutes)
        if parent is not None:
            parent.below.append(one)
        said.append(one)
    return [one for root in said if root.parent is None for one in _depth_first(root)]


def _depth_first(one: Said) -> Iterable[Said]:
    yield one
    for reply in one.below:
        yield from _depth_first(reply)


@dataclass
class Talk:
    """Writes the threads of one page after the other, many rows at a time."""

    crowd: Crowd
    words: Words
    next_pk: int = 0
    kind_id: int = 0
    waiting: list[Comment] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.next_pk = next_number(Comment._meta.get_parent_list()[-1])
        self.kind_id = ContentType.objects.get_for_model(Article).pk

    def hold(self, page: Any, length: int, now: datetime, *, may_be_held: bool) -> None:
        """The thread of one page; the page's counters are set on it, and are stored by whoever stores the page."""
        random = Random(f"talk {page.pk}")
        people = self.crowd.may_talk_in(page.team)
        room = max((now - page.published).total_seconds() / 60 - 1, 1)
        thread = lay_out(length, random)
        stretch = min(1.0, room / max((one.minutes for one in thread), default=1))
        numbers = {one.number: self.next_pk + one.number for one in thread}
        places: dict[int, int] = {}
        for one in thread:
            root = numbers[one.root.number]
            places[root] = places.get(root, 0) + 1
            at = page.published + timedelta(minutes=one.minutes * stretch)
            comment = self._comment(page, numbers, one, random.choice(people), at)
            comment.order = places[root]
            is_held = may_be_held and not one.below and comment.pk % _HELD_EACH == 0
            if is_held:
                comment.state, comment.is_public, comment.shown_at = State.HELD, False, None
                page.held_count += 1
            else:
                page.comment_count += 1
                page.last_activity = max(page.last_activity, at)
                self._react(comment, people)
            self.waiting.append(comment)
        if thread:
            page.thread_version = 1
        self.next_pk += length

    def _react(self, comment: Comment, people: Sequence[Any]) -> None:
        """Some readers say a word without words; the comment's counters are set with it."""
        random = Random(f"reactions {comment.pk}")
        if random.randrange(_HELPS_EACH):
            return
        for person in random.sample(people, min(len(people), _MOST_REACT)):
            if person.pk == comment.user_id:
                continue
            kind = random.choice(Reaction.Kind.values)
            counter = f"{kind}_count"
            setattr(comment, counter, getattr(comment, counter) + 1)
            self.reactions.append(Reaction(comment_id=comment.pk, person_id=person.pk, kind=kind))

    def _comment(self, page: Any, numbers: dict[int, int], one: Said, by: Any, at: datetime) -> Comment:
        pk = numbers[one.number]
        text = self.words.remark(pk)
        comment = Comment(
            page_id=page.pk,
            client_key=f"{by.pk}:scale-{pk}",
            state=State.PUBLIC,
            changed_at=at,
            shown_at=at,
            comment=text,
            html=said.as_html(text),
            markup=said.MARKUP,
            user_id=by.pk,
            user_name=by.display_name[:50],
            content_type_id=self.kind_id,
            object_pk=str(page.pk),
            site_id=settings.SITE_ID,
            submit_date=at,
            is_public=True,
            thread_id=numbers[one.root.number],
            parent_id=pk if one.parent is None else numbers[one.parent.number],
            level=one.level,
            nested_count=one.count_below(),
        )
        give_number(comment, pk)
        return comment

    def store(self) -> None:
        for start in range(0, len(self.waiting), _AT_ONCE):
            insert(self.waiting[start : start + _AT_ONCE])
        self.waiting.clear()
        Reaction.objects.bulk_create(self.reactions, batch_size=_AT_ONCE)
        self.reactions.clear()
