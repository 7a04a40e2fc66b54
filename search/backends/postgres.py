"""Full-text search on PostgreSQL that ranks no more than it has to.

Ranking reads the words of every hit: for a word that nine of ten pages hold, that is nearly the whole index. So beyond
a number of hits that nobody pages through, only the newest and those with a word in the title are ranked.
"""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.backends.database.postgres.query import Lexeme
from modelsearch.query import Phrase, PlainText

from ..terms import terms_of, words_of
from .order import RANKED_AT_MOST, TITLES_RANKED_AT_MOST, second_keys


class WordsCompiler(PostgresSearchQueryCompiler):
    """Compiles a search for whole words so that a bounded number of hits is ranked."""

    HAS_TITLES = True

    def search(
        self, config: Any, start: int | None, stop: int | None, score_field: str | None = None, backend: Any = None
    ) -> QuerySet[Any]:
        if isinstance(self.query, PlainText) and not terms_of(self.query.query_string):
            return self.queryset.none()
        is_plain = isinstance(self.query, PlainText | Phrase) and self.fields is None
        if stop is None or not self.order_by_relevance or not is_plain:
            return super().search(config, start, stop, score_field=score_field, backend=backend)

        keys = second_keys(self.queryset)
        matching = super().search(config, None, None, backend=backend)
        ranked = matching.order_by(*keys).values("pk")[: max(RANKED_AT_MOST, stop)]
        wanted = self.build_tsquery(self.query, config=config)
        if self.HAS_TITLES:
            titled = self.queryset.filter(index_entries__title=wanted)
            ranked = ranked.union(titled.order_by(*keys).values("pk")[:TITLES_RANKED_AT_MOST])
        rank = self._build_rank_expression(self.get_search_vectors(wanted), config)
        hits = self.queryset.filter(pk__in=ranked)
        if score_field is not None:
            hits = hits.annotate(**{score_field: rank})
        return hits.order_by(rank.desc(), *keys)[start:stop]

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        if not isinstance(query, PlainText):
            return super().build_tsquery_content(query, config=config, invert=invert)
        words = (
            Lexeme(term, invert=invert, prefix=is_prefix)
            for term, is_prefix in words_of(query, beginnings=self.LAST_TERM_IS_PREFIX)
        )
        wanted = reduce(and_ if query.operator == "and" else or_, words)
        return SearchQuery(wanted, search_type="raw", config=config)


class AutocompleteCompiler(WordsCompiler, PostgresAutocompleteQueryCompiler):
    """The same for beginnings of words; they stand in one column, titles included."""

    HAS_TITLES = False


class SearchBackend(PostgresSearchBackend):
    query_compiler_class = WordsCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
