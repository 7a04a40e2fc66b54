"""What stands beside a person's name under one page, because of their part in it: siblings show it of each other.

Rooms register who has the part; the rooms that draw names ask here. What they draw is kept with the version of the
page, so a part must not change while the live revision stays the same.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

PeopleOf = Callable[[Any], Collection[int]]


@dataclass(frozen=True)
class Mark:
    """A word, and the ids of the people of one page whom it fits."""

    label: str
    people: frozenset[int]


_parts: dict[str, tuple[str | Promise, PeopleOf]] = {}


def register(name: str, label: str | Promise, people_of: PeopleOf) -> None:
    """Put ``label`` beside the names of those whose ids ``people_of(page)`` returns."""
    _parts[name] = (label, people_of)


def marks_of(page: Any) -> list[Mark]:
    """All marks of a page that fit anybody. One query for each part that is registered."""
    found = [Mark(str(label), frozenset(people_of(page))) for label, people_of in _parts.values()]
    return [mark for mark in found if mark.people]
