"""Entries some at a time, and which of them are here already."""

from collections.abc import Iterator

from .models import ImportedEntry, key_of
from .records import Entry

AT_ONCE = 25
LETTERS_AT_ONCE = 500_000  # of markup: what becomes of it in memory is fifty times as much


def earlier_of(entry: Entry, digest: str, known: dict[str, ImportedEntry]) -> ImportedEntry | None:
    """The same entry, if it is here. A number that another entry of a blog at this address has got is made its own."""
    found = known.get(key_of(entry.key))
    if found is None or found.digest == digest or found.is_of(entry.title, entry.slug):
        return found
    entry.key = other_key(entry, digest)
    return known.get(key_of(entry.key))


def other_key(entry: Entry, digest: str) -> str:
    return f"{entry.key}#{digest[:16]}"


def lots_of(entries: Iterator[tuple[Entry, str]]) -> Iterator[list[tuple[Entry, str]]]:
    lot: list[tuple[Entry, str]] = []
    letters = 0
    for pair in entries:
        lot.append(pair)
        letters += len(pair[0].markup)
        if len(lot) == AT_ONCE or letters >= LETTERS_AT_ONCE:
            yield lot
            lot, letters = [], 0
    if lot:
        yield lot
