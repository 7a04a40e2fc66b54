"""Reads that answer a search. Rights come from the rows themselves; the index only says which rows hold the words."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend

from core.access import is_somebody
from core.pagination import Slice, page_of
from core.prepared import Listing, Prepared, PreparedListing
from core.text import clean_query, fold
from people.models import User
from publishing.models import Article
from publishing.querysets import groups_read_for
from publishing.rows import SHOWN

from .hits import Hit, drawn
from .terms import Typed, Written, terms_of

PEOPLE_SHOWN = 6
WORDS_OF_A_NAME = 5


def _ranked(part: slice, words: str, groups: Collection[int] | None) -> QuerySet[Any]:
    readable = Article.objects.read_by_groups(groups).by_newest()
    ranked: QuerySet[Any] = readable.search(Written(words))[part].get_queryset()
    return ranked.values_list(*SHOWN)


_best = PreparedListing(_ranked)


def _best_for(user: Any, terms: list[str]) -> Listing:
    return _best(get_search_backend().notation(Typed(" ".join(terms))), groups_read_for(user))


def find(user: Any, query: str, page: str | int | None = 1) -> Slice[Hit]:
    """The posts and write-ups that ``user`` may read and that hold every word of ``query``, best first.

    Two queries whatever is found, for the rows and their authors; three more when something of a hit has to be drawn.
    """
    terms = terms_of(clean_query(query))
    found = page_of(_best_for(user, terms) if terms and is_somebody(user) else [], page)
    return Slice(rows=drawn(found.rows, terms), number=found.number, has_next=found.has_next)


_holding = Prepared(lambda *words: User.objects.active().holding(words).by_name()[:PEOPLE_SHOWN])


def people_called(user: Any, query: str) -> list[User]:
    """The first few people whose name, role or place holds every word; a long sentence is nobody's name."""
    terms = terms_of(clean_query(query))
    if not terms or len(terms) > WORDS_OF_A_NAME:
        return []
    return _holding(*fold(" ".join(terms)).split())
