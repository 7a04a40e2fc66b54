"""Shared pieces of pages, kept until what they show changes.

The key holds the version of what is drawn, never a person: whoever may see the page may see the piece.
"""

from collections.abc import Callable
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
    zone = timezone.get_current_timezone_name()
    key = ":".join(str(part) for part in (name, RELEASE, translation.get_language(), zone, *version))
    found: Piece | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, seconds)
    return found
