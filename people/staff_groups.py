"""Which groups administrators hand out by hand. The groups of teams follow memberships, so they are not among them."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet

_sources: list[Callable[[], QuerySet[Any]]] = []


def register(source: Callable[[], QuerySet[Any]]) -> None:
    """A higher room names groups that a person may be put into on the staff screens."""
    _sources.append(source)


def handed_out() -> QuerySet[Any]:
    found = Group.objects.none()
    for source in _sources:
        found = found | source()
    return found.order_by("name")
