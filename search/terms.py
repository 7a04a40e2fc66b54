"""What somebody typed, cut into the words an index is asked for: in the CMS. The search page has `index.words`."""

import re

from modelsearch.query import PlainText

MAX_TERMS = 16
MIN_PREFIX = 4
_BETWEEN = re.compile(r"[\s\-]+")


def terms_of(text: str) -> list[str]:
    """The words of a query. What holds no letter and no digit cannot be found by, and is left out."""
    words = (word for word in _BETWEEN.split(text.replace("\0", " ")) if any(c.isalnum() for c in word))
    found: list[str] = []
    for word in words:
        found.append(word)
        if len(found) == MAX_TERMS:
            break
    return found


class Typed(PlainText):
    """Words typed into a search box: all of them are wanted, and the last one may be unfinished."""

    def __init__(self, query_string: str) -> None:
        super().__init__(query_string, operator="and")


def words_of(query: PlainText, *, beginnings: bool) -> list[tuple[str, bool]]:
    """The words of a query, each with whether it also stands for longer words that begin with it.

    Only the last one may: where ``beginnings`` are what is looked for, and where somebody is typing.
    """
    terms = terms_of(query.query_string)
    return [
        (term, number == len(terms) and (beginnings or _may_be_unfinished(query, term)))
        for number, term in enumerate(terms, start=1)
    ]


def _may_be_unfinished(query: PlainText, term: str) -> bool:
    return isinstance(query, Typed) and len(term) >= MIN_PREFIX and term[-1].isalnum()
