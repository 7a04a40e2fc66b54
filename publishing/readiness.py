"""What keeps a page from being submitted or published, beyond what its fields ask: each kind of page knows its own."""

from collections.abc import Callable
from typing import Any

Objection = Callable[[Any], str]

_objections: list[Objection] = []


def register_objection(objection: Objection) -> None:
    """A higher room says why a page is not ready, in a sentence with what to do; empty when it is."""
    _objections.append(objection)


def objection_to(page: Any) -> str:
    """The first sentence that stands against a page as it is now written; empty when nothing does."""
    return next((sentence for objection in _objections if (sentence := objection(page))), "")
