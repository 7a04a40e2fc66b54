"""In which order equally good hits come."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

TREE_ORDER = ("path",)


def second_keys(queryset: QuerySet[Any]) -> Sequence[Any]:
    """The order the caller asked for; the newest first where they asked for none.

    Wagtail's page manager puts every list of pages in tree order, which nobody asked for.
    """
    asked = tuple(queryset.query.order_by)
    return asked if asked and asked != TREE_ORDER else ("-pk",)
