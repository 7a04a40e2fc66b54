"""The trail of approvals: what every source tells, in the order in which it happened, as far as its reader may know.

One query finds which rows come next, one a source reads them, and at most four say what of their pages may be shown:
as many for fifty rows as for one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Value
from django.utils.translation import gettext as _

from core.access import is_administrator
from core.pagination import Slice, page_of

from .questions import Question
from .reach import Sight, sight_of
from .sources import SOURCES, Event

PAGE_SIZE = 50
MOST_EXPORTED = 20_000
BATCH = 500

Key = tuple[Any, str, int]


@dataclass(frozen=True)
class Row:
    """An event as one reader may know it: what they may not read is empty."""

    event: Event
    title: str
    address: str
    team: Any
    words: str

    @property
    def who(self) -> str:
        """ "B for A", or the name alone; what nobody did happened by the clock."""
        name = str(self.event.person) if self.event.person else str(_("nobody: by the clock"))
        if not self.event.for_whom:
            return name
        return _("%(person)s for %(other)s") % {"person": name, "other": self.event.for_whom}

    @property
    def version(self) -> int | None:
        return self.event.revision_id if self.title else None


def page_of_trail(question: Question, number: str | int | None) -> Slice[Row]:
    found = page_of(_keys(question), number, size=PAGE_SIZE)
    return Slice(rows=_read(question, found.rows), number=found.number, has_next=found.has_next)


def whole_trail(question: Question) -> Iterator[Row]:
    """The newest ``MOST_EXPORTED`` rows, a batch at a time."""
    keys = list(_keys(question)[:MOST_EXPORTED])
    for start in range(0, len(keys), BATCH):
        yield from _read(question, keys[start : start + BATCH])


def _keys(question: Question) -> Any:
    """When, where from and which: the newest first, whichever source it is in."""
    parts = [
        source.rows(question)
        .order_by()
        .annotate(trail_at=F(source.at), trail_source=Value(source.name, CharField()), trail_pk=F("pk"))
        .values_list("trail_at", "trail_source", "trail_pk")
        for source in SOURCES
        if not question.kind or question.kind in source.kinds
    ]
    together = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return together.order_by("-trail_at", "trail_source", "-trail_pk")


def _read(question: Question, keys: Sequence[Key]) -> list[Row]:
    events: dict[tuple[str, int], Event] = {}
    for source in SOURCES:
        pks = [pk for _at, name, pk in keys if name == source.name]
        if pks:
            events |= {(source.name, pk): event for pk, event in source.events(pks).items()}
    sight = sight_of(question.viewer, {event.article_id for event in events.values()})
    # A row that went between the two reads is left out.
    return [_shown(question.viewer, events[key], sight) for _at, *rest in keys if (key := (rest[0], rest[1])) in events]


def _shown(viewer: Any, event: Event, sight: Sight) -> Row:
    title = sight.title_of(event.article_id)
    if not title and is_administrator(viewer):
        title = event.title  # the page is gone, and its last title is in the log
    mine = event.person is not None and event.person.pk == viewer.pk
    reads_words = mine or is_administrator(viewer) or event.article_id in sight.drafts
    reads_words = reads_words or (event.words_for_readers and bool(title))
    return Row(
        event=event,
        title=title,
        address=sight.address_of(event.article_id),
        team=sight.team_of(event.article_id),
        words=event.words if reads_words else "",
    )
