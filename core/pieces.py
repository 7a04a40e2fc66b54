"""Shared pieces of pages, kept until what they show changes.

The key holds the version of what is drawn, never a person: whoever may see the page may see the piece.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone, translation

# Raised when the drawing of any piece changes, so that a new release does not show the old one's markup.
RELEASE = 1
ONE_HOUR = 3600

Piece = TypeVar("Piece")


def piece(name: str, *version: Any, make: Callable[[], Piece], seconds: int = ONE_HOUR) -> Piece:
    """The piece called ``name`` at this version, made when nobody has made it yet.

    ``version`` must change whenever the piece would. Language and time zone are added here.
    """
    key = _key(name, version)
    found: Piece | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, seconds)
    return found


def pieces(
    name: str,
    versions: Mapping[Any, tuple[Any, ...]],
    *,
    make: Callable[[list[Any]], Mapping[Any, Piece]],
    seconds: int = ONE_HOUR,
) -> dict[Any, Piece]:
    """Many pieces of one kind, each at its own version; ``make`` is asked once, for those nobody has made yet."""
    keys = {thing: _key(name, version) for thing, version in versions.items()}
    kept = cache.get_many(keys.values())
    missing = [thing for thing, key in keys.items() if key not in kept]
    made = make(missing) if missing else {}
    if made:
        cache.set_many({keys[thing]: piece_ for thing, piece_ in made.items()}, seconds)
    found = {thing: kept.get(key, made.get(thing)) for thing, key in keys.items()}
    return {thing: piece_ for thing, piece_ in found.items() if piece_ is not None}


def _key(name: str, version: tuple[Any, ...]) -> str:
    zone = timezone.get_current_timezone_name()
    return ":".join(str(part) for part in (name, RELEASE, translation.get_language(), zone, *version))
