"""Further ways to find people than by what stands in their profile. Higher rooms register theirs."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from core.text import fold

from .querysets import UserQuerySet, holds

# What a viewer may know of people that one word of a question finds them by, as a condition on their accounts.
Way = Callable[[Any, str], Q]

_ways: dict[str, Way] = {}


def register(name: str, way: Way) -> None:
    _ways[name] = way


def found_by(people: UserQuerySet, viewer: Any, query: str) -> QuerySet[Any]:
    """Those among ``people`` whom every word of ``query`` finds, in whichever way."""
    for word in fold(query).split():
        people = people.filter(reduce(or_, [way(viewer, word) for way in _ways.values()], holds(word)))
    return people
