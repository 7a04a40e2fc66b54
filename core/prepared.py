"""Queries that are compiled once and run with other values.

Django builds the SQL of a queryset anew each time it is read, which on a hot page costs more than the database does.
A ``Prepared`` query is built once for each shape of its values, with stand-ins in their place, and afterwards only the
values are exchanged. Rows become models or tuples by Django's own hands.
"""

import copy
import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

# Large enough to be nobody's number, small enough for every integer column: Django answers a number that a column
# cannot hold without asking the database.
_FIRST_NUMBER = 2_058_731_000
_MOST_SHAPES = 400


class _Compiled:
    """SQL with the places where values go."""

    def __init__(self, queryset: QuerySet[Any], stand_ins: dict[Any, int]) -> None:
        self.queryset = queryset
        self.alias = queryset.db
        self.compiler = queryset.query.get_compiler(using=self.alias)
        self.sql, params = self.compiler.as_sql()
        self.params = [(stand_ins.get(param), param) for param in params]

    def rows(self, values: Sequence[Any]) -> list[Any]:
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.alias]  # each thread has its own
        params = tuple(param if place is None else values[place] for place, param in self.params)
        compiler.as_sql = lambda *args, **kwargs: (self.sql, params)
        query = copy.copy(self.queryset.query)
        query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]  # of this copy alone
        queryset: Any = self.queryset.all()
        queryset._query = query  # past the property, which would forget whether rows are tuples
        return list(queryset)


class Prepared:
    """``Prepared(lambda team_id, groups: …)`` called with values gives the rows of the queryset that the function
    builds.

    Values are numbers, texts, None, or collections of numbers; every value must reach the query exactly as it is
    given, so ``icontains`` and the like, which change it on the way, do not belong in one. The function must not
    decide anything by a value other than by its being None.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self._build = build
        self._compiled: dict[Any, _Compiled | None] = {}
        self._lock = threading.Lock()

    def __call__(self, *values: Any) -> list[Any]:
        flat: list[Any] = []
        shape = tuple(self._flatten(value, flat) for value in values)
        if shape not in self._compiled:
            self._compile(shape)
        compiled = self._compiled[shape]
        return [] if compiled is None else compiled.rows(flat)

    @staticmethod
    def _flatten(value: Any, flat: list[Any]) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | str):
            flat.append(value)
            return type(value).__name__
        numbers = sorted(value)
        # Lengths are rounded up, so that a few shapes serve every number of groups or pages.
        size = 1 << (len(numbers) - 1).bit_length() if numbers else 0
        flat.extend(numbers + numbers[-1:] * (size - len(numbers)))
        return size

    def _compile(self, shape: tuple[Any, ...]) -> None:
        with self._lock:
            if len(self._compiled) > _MOST_SHAPES:
                self._compiled.clear()
            stand_ins: dict[Any, int] = {}
            arguments = [self._stand_in(part, stand_ins) for part in shape]
            try:
                self._compiled[shape] = _Compiled(self._build(*arguments), stand_ins)
            except EmptyResultSet:
                self._compiled[shape] = None

    @staticmethod
    def _stand_in(part: Any, stand_ins: dict[Any, int]) -> Any:
        def new(kind: str) -> Any:
            place = len(stand_ins)
            stand_in: Any = f"prepared:{place}" if kind == "str" else _FIRST_NUMBER + place
            stand_ins[stand_in] = place
            return stand_in

        if part is None or isinstance(part, bool):
            return part
        if isinstance(part, str):
            return new(part)
        return [new("int") for _ in range(part)]


class PreparedListing:
    """``PreparedListing(lambda part, groups: …[part])`` called with values gives a listing to be sliced.

    Its first pages are prepared queries; later ones, which few people turn to, are built anew.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self._build = build
        self._first: dict[int, Prepared] = {}

    def __call__(self, *values: Any) -> "Listing":
        return Listing(self, values)

    def rows(self, part: slice, values: tuple[Any, ...]) -> list[Any]:
        if part.start:
            return list(self._build(part, *values))
        if part.stop not in self._first:
            self._first[part.stop] = Prepared(lambda *values: self._build(part, *values))
        return self._first[part.stop](*values)


class Listing:
    """What a ``PreparedListing`` holds for some values; read when a slice of it is asked for."""

    def __init__(self, listing: PreparedListing, values: tuple[Any, ...]) -> None:
        self._listing = listing
        self._values = values

    def __getitem__(self, part: slice) -> list[Any]:
        return self._listing.rows(part, self._values)
