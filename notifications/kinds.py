"""What there is to tell. Each room registers its own kinds, with the words and the right that go with them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from core.access import is_somebody

from .models import Notification

Rows = Iterable[Notification]


def about_nothing_closed(person: Any, rows: Rows) -> set[int]:
    """For kinds that name no page: whoever was told may read it."""
    return {row.pk for row in rows} if is_somebody(person) else set()


@dataclass(frozen=True)
class Kind:
    """One kind of thing told.

    ``sentence`` gives the line in the inbox, as plain text. ``address`` gives where it leads, or "". ``still_seen``
    answers for many rows at once, with a steady number of queries, which of them ``person`` may still read: what
    somebody lost access to keeps neither title nor link. ``mail`` names the folder and stem of the mail's templates
    (``<mail>_subject.txt``, ``<mail>.txt``), or is "" for what is shown in the inbox alone.
    """

    name: str
    label: str | Promise
    sentence: Callable[[Notification], str]
    address: Callable[[Notification], str]
    still_seen: Callable[[Any, Rows], set[int]] = about_nothing_closed
    icon: str = "bell"
    mail: str = ""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind | None:
    return _kinds.get(name)


def is_seen(person: Any, row: Notification) -> bool:
    """Whether ``person`` may still read what one row tells."""
    kind = kind_named(row.kind)
    return kind is not None and row.pk in kind.still_seen(person, [row])


@dataclass(frozen=True)
class Told:
    """A row of the inbox as it may be shown today. ``sentence`` and ``address`` are empty where the right is gone."""

    row: Notification
    sentence: str
    address: str
    icon: str

    @property
    def is_unread(self) -> bool:
        return self.row.read_at is None


def told(person: Any, rows: list[Notification]) -> list[Told]:
    """Rows with words and links, rights asked again: one question a kind, however many rows."""
    seen: set[int] = set()
    by_kind: dict[str, list[Notification]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    for name, its_rows in by_kind.items():
        kind = kind_named(name)
        if kind is not None:
            seen |= kind.still_seen(person, its_rows)
    return [_as_told(row, row.pk in seen) for row in rows]


def _as_told(row: Notification, is_readable: bool) -> Told:
    kind = kind_named(row.kind)
    if kind is None or not is_readable:
        return Told(row, "", "", "lock")
    return Told(row, kind.sentence(row), kind.address(row), kind.icon)
