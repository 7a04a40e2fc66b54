"""Pages of a listing without counting it: one row more than is shown tells whether there is a next page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import Http404

Row = TypeVar("Row")

PAGE_SIZE = 20
MAX_PAGE = 5_000


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """One page of a listing. ``number`` counts from 1."""

    rows: list[Row]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


def page_of(rows: Any, number: str | int | None, *, size: int = PAGE_SIZE) -> Slice[Any]:
    """Page ``number`` of a queryset or sequence. No number, or one beyond the end, is a page that does not exist."""
    try:
        page = int(number or 1)
    except ValueError:
        raise Http404 from None
    if not 1 <= page <= MAX_PAGE:
        raise Http404
    start = (page - 1) * size
    found: Sequence[Any] = list(rows[start : start + size + 1])
    if page > 1 and not found:
        raise Http404
    return Slice(rows=list(found[:size]), number=page, has_next=len(found) > size)
