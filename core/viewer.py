"""Facts about the person who looks, for the frame around every page.

Rooms register predicates here (``viewer_moderates``, ``viewer_has_cms``, ``viewer_can_write``); the header shows a
door only to those who can open it. Predicates answer from group ids, which are read once a request anyway.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.functional import SimpleLazyObject

_facts: dict[str, Callable[[Any], Any]] = {}


def register_fact(name: str, predicate: Callable[[Any], Any]) -> None:
    _facts[name] = predicate


def facts_about(user: Any) -> dict[str, Any]:
    return {name: SimpleLazyObject(partial(ask, user)) for name, ask in _facts.items()}
