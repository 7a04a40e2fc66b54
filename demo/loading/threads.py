"""Threads while they are loaded, and the order in which everything in them was said and done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from demo.talk_format import Happening, Remark
from demo.texts_format import Text


@dataclass(frozen=True)
class Thread:
    """One page while it is talked about; `said` are the numbers of its comments by their place in the text."""

    text: Text
    page_id: int
    published: datetime
    said: dict[int, int] = field(default_factory=dict)

    def moment(self, minutes: int) -> datetime:
        return self.published + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Step:
    """One thing that is said or done under a page."""

    thread: Thread
    at: datetime
    what: Remark | Happening
    place: int | None

    @property
    def order(self) -> tuple[Any, ...]:
        """By the clock; of one minute, a rule for the thread comes first and what becomes of a comment last."""
        is_later = isinstance(self.what, Happening) and self.place is not None
        is_remark = isinstance(self.what, Remark)
        return self.at, is_later, is_remark, self.thread.page_id, self.place or 0


def steps_of(threads: Iterable[Thread]) -> list[Step]:
    return sorted((step for thread in threads for step in _steps_of(thread)), key=lambda step: step.order)


def _steps_of(thread: Thread) -> Iterator[Step]:
    for place, remark in enumerate(thread.text.comments):
        yield Step(thread, thread.moment(remark.minutes), remark, place)
    for happening in thread.text.happenings:
        if happening.what != "edited":  # within a day, so it is done together with writing
            yield Step(thread, thread.moment(happening.minutes), happening, happening.place)
