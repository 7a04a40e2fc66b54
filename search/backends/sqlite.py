"""Full-text search on SQLite whose cost grows with the number of hits, not with its square.

Wagtail's own backend asks the index once more for every hit to learn its score: 9,000 hits take a minute. Here one
join answers for hits and scores together, and the conditions of the queryset (who may see what) are part of it.
"""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection
from django.db.models import Func, Model, QuerySet, Value
from django.db.models.fields import FloatField
from django.db.models.functions import Round
from modelsearch.backends.database.sqlite.query import Lexeme, MatchExpression, SearchQueryExpression, normalize
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import MatchAll, Not, Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from ..terms import words_of
from .order import second_keys
from .sqlite_bounds import WORDS, EntryNumber, worth_ranking

ENTRIES = IndexEntry._meta.db_table

# What bm25 answers for a word that stands in more than half of all pages, for one mention in a page of middling length.
SMALLEST_STEP = 1_000_000


class Quoted(Lexeme):
    """A term as a string of FTS5. Inside one only the double quote has a meaning; NUL would end the statement."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        text = self.value.replace("\0", " ").replace('"', '""')
        return ('"%s"*' if self.prefix else '"%s"'), [text]


class Score(Func):
    """FTS5's bm25, lower is better. The weights stand in the order of the table: autocomplete, body, title."""

    template = "bm25(%(table)s, %(weights)s)"
    output_field = FloatField()

    def __init__(self, weights: tuple[float, float, float]) -> None:
        super().__init__(table=connection.ops.quote_name(WORDS), weights=", ".join(map(str, weights)))


class WordsCompiler(SQLiteSearchQueryCompiler):
    """Compiles a search for whole words into one join."""

    WEIGHTS = (0.0, 1.0, 10.0)

    def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> QuerySet[Any]:
        wanted = normalize(self.query)
        if isinstance(wanted, MatchAll | Not):
            return super().search(config, start, stop, score_field)
        columns = self._columns()
        match = self._match(columns, wanted, config)
        hits = _joined(self.queryset).filter(match)
        score = Score(self.WEIGHTS)
        if score_field is not None:
            hits = hits.annotate(**{score_field: score})
        if self.order_by_relevance:
            keys = second_keys(self.queryset)
            if stop is not None:
                titles = self._match(["title"], wanted, config) if "title" in columns else None
                worth = worth_ranking(self.queryset, keys, match, titles, stop)
                hits = hits.alias(entry_number=EntryNumber()).filter(worth)
            # A word that most pages hold says little: in these steps only titles and frequent mentions stand out,
            # and the second keys decide. For all other words the steps are too small to matter.
            hits = hits.order_by(Round(score * Value(SMALLEST_STEP)), *keys)
        elif not hits.query.order_by:
            hits = hits.order_by("-pk")
        return hits[start:stop]

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if isinstance(query, Phrase):
            return SearchQueryExpression(Quoted(query.query_string), config=config)
        if not isinstance(query, PlainText):
            return super().build_search_query_content(query, config=config)
        # The empty string is found nowhere.
        words = words_of(query, beginnings=self.LAST_TERM_IS_PREFIX) or [("", False)]
        together = and_ if query.operator == "and" else or_
        wanted = reduce(together, (Quoted(term, prefix=is_prefix) for term, is_prefix in words))
        return SearchQueryExpression(wanted, config=config)

    def _match(self, columns: list[str], query: Any, config: Any) -> MatchExpression:
        return MatchExpression(columns, self.build_search_query(query, config=config))

    def _columns(self) -> list[str]:
        """The index keeps titles apart and everything else in one column."""
        if self.fields is None or self.FTS_TABLE_FIELDS == ["autocomplete"]:
            return self.FTS_TABLE_FIELDS
        return sorted({"title" if name == "title" else "body" for name in self.fields})


class AutocompleteCompiler(WordsCompiler, SQLiteAutocompleteQueryCompiler):
    """The same for beginnings of words, which have a column of their own in the index."""

    WEIGHTS = (1.0, 0.0, 0.0)


def _joined(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The rows of ``queryset`` beside their entries in the index.

    The key of the entry is cast, never the key of the row: so the database begins with the hits and looks each row up.
    """
    quote = connection.ops.quote_name
    entry, words = quote(ENTRIES), quote(WORDS)
    key = f"{quote(queryset.model._meta.db_table)}.{quote(queryset.model._meta.pk.column)}"
    entry_key = f"{entry}.object_id"
    if _is_numbered(queryset.model):
        entry_key = f"CAST({entry_key} AS INTEGER)"
    kinds = get_descendants_content_types_pks(queryset.model)
    # Tables without a foreign key between them cannot be joined in any other way; every value is a parameter.
    return queryset.extra(  # noqa: S610
        tables=[WORDS, ENTRIES],
        where=[
            f"{entry}.id = {words}.rowid",
            f"{entry_key} = {key}",
            f"{entry}.content_type_id IN ({', '.join(['%s'] * len(kinds))})",
        ],
        params=list(kinds),
    )


def _is_numbered(model: type[Model]) -> bool:
    return "int" in (model._meta.pk.rel_db_type(connection) or "").lower()


class Index(SQLiteIndex):
    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing reads them here: bm25 knows how long a title is. Keeping them read the whole index at every save."""


class SearchBackend(SQLiteSearchBackend):
    query_compiler_class = WordsCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index
