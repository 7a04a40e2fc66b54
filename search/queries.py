"""Reads that answer a question. Rights come from the rows themselves; the index only says which rows hold the words."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from core.access import is_somebody
from core.pagination import MAX_PAGE, PAGE_SIZE, Slice
from publishing.querysets import groups_read_for

from . import statements
from .facets import Facets, facets_of
from .hits import Hit, drawn
from .questions import Question


@dataclass(frozen=True)
class Answer:
    """One page of what was found, and everything that it can be narrowed by."""

    slice: Slice[Hit]
    facets: Facets


def answer(user: Any, question: Question, page: str | int | None = 1) -> Answer:
    """What ``user`` may read and what holds every word of the question, best first or latest first.

    At most eight statements whatever is found; five when nothing of it has to be drawn.
    """
    number = _number(page)
    if not question.words or not is_somebody(user):
        if number > 1:
            raise Http404
        return Answer(Slice(rows=[], number=1, has_next=False), facets_of(question, []))
    groups = groups_read_for(user)
    facets = facets_of(question, statements.counted(question, groups))
    start = (number - 1) * PAGE_SIZE
    if start and start >= facets.total:
        raise Http404
    found = []
    if facets.total:
        found = statements.ranked(question, groups, facets.total, slice(start, start + PAGE_SIZE))
    hits = drawn(found, question.words, groups) if found else []
    return Answer(Slice(rows=hits, number=number, has_next=start + PAGE_SIZE < facets.total), facets)


def _number(page: str | int | None) -> int:
    try:
        number = int(page or 1)
    except ValueError:
        raise Http404 from None
    if not 1 <= number <= MAX_PAGE:
        raise Http404
    return number
