"""In which order equally good hits come, and how many are ranked where a word is found nearly everywhere."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

# More than anybody pages through. A later page than that has as many ranked as it needs.
RANKED_AT_MOST = 250
TITLES_RANKED_AT_MOST = 100

TREE_ORDER = ("path",)


def second_keys(queryset: QuerySet[Any]) -> Sequence[Any]:
    """The order the caller asked for; the newest first where they asked for none.

    Wagtail's page manager puts every list of pages in tree order, which nobody asked for.
    """
    asked = tuple(queryset.query.order_by)
    return asked if asked and asked != TREE_ORDER else ("-pk",)
