"""Reads that answer a search. Rights come from the rows themselves; the index only says which rows hold the words."""

from typing import Any

from core.pagination import Slice, page_of
from core.text import clean_query
from people.models import User
from publishing.models import Article
from publishing.rows import SHOWN

from .hits import Hit, drawn
from .terms import Typed, terms_of

PEOPLE_SHOWN = 6
WORDS_OF_A_NAME = 5


class _Found:
    """Rows that hold the words, best first; ranked when a page of them is asked for."""

    def __init__(self, user: Any, terms: list[str]) -> None:
        self._results = Article.objects.visible_to(user).by_newest().search(Typed(" ".join(terms)))

    def __getitem__(self, part: slice) -> Any:
        return self._results[part].get_queryset().values_list(*SHOWN)


def find(user: Any, query: str, page: str | int | None = 1) -> Slice[Hit]:
    """The posts and write-ups that ``user`` may read and that hold every word of ``query``, best first.

    Two queries whatever is found, for the rows and their authors; three more when something of a hit has to be drawn.
    """
    terms = terms_of(clean_query(query))
    found = page_of(_Found(user, terms) if terms else [], page)
    return Slice(rows=drawn(found.rows, terms), number=found.number, has_next=found.has_next)


def people_called(user: Any, query: str) -> list[User]:
    """The first few people whose name, role or place holds every word; a long sentence is nobody's name."""
    terms = terms_of(clean_query(query))
    if not terms or len(terms) > WORDS_OF_A_NAME:
        return []
    return list(User.objects.active().matching(" ".join(terms)).by_name()[:PEOPLE_SHOWN])
