"""Which hits SQLite ranks when there are more than anybody pages through: the newest, and those named by a title.

Reading the score and the row of every hit is what a search for a common word costs. So the hits are counted up to a
bound first, and beyond it the newest are found from the other end: down the order that was asked for, row by row, until
enough of them are among the hits. All of it is part of one statement, and a part that is not needed is never run.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, CharField, Expression, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite.query import MatchExpression
from modelsearch.backends.database.sqlite.sqlite import IndexEntry, SQLiteFTSIndexEntry
from modelsearch.utils import get_descendants_content_types_pks

from .order import RANKED_AT_MOST, TITLES_RANKED_AT_MOST

WORDS = SQLiteFTSIndexEntry._meta.db_table

# Up to here it is quicker to rank all hits than to look for the newest.
ALL_RANKED_UP_TO = 2_000
ALL_TITLES_RANKED_UP_TO = 1_000


class EntryNumber(Func):
    """The number of the index entry at hand, as the full-text table knows it: asked before anything is joined."""

    output_field = BigIntegerField()
    arity = 0

    def __init__(self) -> None:
        super().__init__()
        self.extra["template"] = f"{connection.ops.quote_name(WORDS)}.rowid"


class Hits(Expression):
    """The numbers of all entries that match."""

    output_field = BigIntegerField()

    def __init__(self, match: MatchExpression) -> None:
        super().__init__()
        self.match = match

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        matches, params = self.match.as_sql(compiler, connection)
        # Made of the table's own name and of compiled expressions; every value is a parameter.
        return f"(SELECT rowid FROM {connection.ops.quote_name(WORDS)} WHERE {matches})", params  # noqa: S608


class Few(Hits):
    """Whether no more than so many entries match. Counts no further than that."""

    output_field = BooleanField()  # type: ignore[assignment]  # a condition, not a set of numbers
    conditional = True

    def __init__(self, match: MatchExpression, most: int) -> None:
        super().__init__(match)
        self.most = most

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        hits, params = super().as_sql(compiler, connection)
        counted = f"(SELECT COUNT(*) FROM (SELECT 1 FROM {hits} LIMIT {self.most + 1}))"  # noqa: S608 - as above
        return f"{counted} <= {self.most}", params


def worth_ranking(
    queryset: QuerySet[Any], keys: Sequence[Any], match: MatchExpression, in_titles: MatchExpression | None, stop: int
) -> Q:
    """A condition on entries: all hits where they are few, else the newest ones, and the newest with a word in their
    title."""
    newest = _newest(queryset, keys, match, max(RANKED_AT_MOST, stop))
    worth = Q(Few(match, ALL_RANKED_UP_TO)) | Q(entry_number__in=newest)
    if in_titles is None:
        return worth
    few_titles = Q(Few(in_titles, ALL_TITLES_RANKED_UP_TO))
    newest_titles = _newest(queryset, keys, in_titles, TITLES_RANKED_AT_MOST)
    worth |= few_titles & Q(entry_number__in=Hits(in_titles))
    return worth | (~few_titles & Q(entry_number__in=newest_titles))


def _newest(queryset: QuerySet[Any], keys: Sequence[Any], match: MatchExpression, most: int) -> QuerySet[Any]:
    """The numbers of the entries of the first rows of ``queryset`` in this order that match."""
    entry = IndexEntry.objects.order_by().filter(
        object_id=Cast(OuterRef("pk"), CharField()),
        content_type_id__in=get_descendants_content_types_pks(queryset.model),
    )
    rows = queryset.annotate(entry_number=Subquery(entry.values("pk")))
    return rows.filter(entry_number__in=Hits(match)).order_by(*keys).values("entry_number")[:most]
