"""The tables that leave the house, one file each, with their columns and rows.

A model of several tables (a post is a page, an article and a post) is written table by table, as it is stored: nothing
stands twice, and nothing that only one of them knows is lost.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Model, QuerySet

from core import portable

from .columns import Column, WrongValue, column_of
from .names import Names
from .revisions import with_kind_names, with_kind_numbers

AT_ONCE = 500
REVISIONS = "wagtailcore.Revision"


@dataclass(frozen=True)
class Table:
    """One database table. ``columns`` are those that leave; the number of a row comes first."""

    carried: portable.Carried
    model: type[Model]
    with_secrets: bool = False
    without: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def file(self) -> str:
        return f"data/{self.label.lower()}.jsonl"

    @cached_property
    def columns(self) -> list[Column]:
        kept = {name for name, _why in self.carried.kept_back}
        kept |= self.without | (set() if self.with_secrets else set(self.carried.secret))
        fields = [field for field in self.model._meta.local_concrete_fields if field.name not in kept]
        return [column_of(field) for field in sorted(fields, key=lambda field: not field.primary_key)]

    @property
    def key(self) -> str:
        return self.columns[0].name

    def everything(self) -> QuerySet[Any]:
        return self.model._base_manager.all()

    def rows(self, names: Names, narrowed: QuerySet[Any] | None = None) -> Iterator[dict[str, Any]]:
        """Rows in the order of their numbers, a few hundred in memory at a time."""
        found = (self.everything() if narrowed is None else narrowed).order_by("pk")
        streams = {f"stored_{column.attname}": column.selected() for column in self.columns if column.selected()}
        asked = [f"stored_{each.attname}" if each.selected() else each.attname for each in self.columns]
        read = found.annotate(**streams).values_list(*asked)
        for values in read.iterator(chunk_size=AT_ONCE):
            row = {
                column.name: column.written(value, names) for column, value in zip(self.columns, values, strict=True)
            }
            yield with_kind_names(row, names) if self.label == REVISIONS else row

    def stored(self, row: dict[str, Any], names: Names, blanks: Mapping[str, Callable[[], Any]]) -> SimpleNamespace:
        """A row of the file as a row for the database. Raises WrongValue with the name of the column."""
        unknown = row.keys() - {column.name for column in self.all_columns}
        if unknown:
            raise WrongValue(f"{min(unknown)} is no column of {self.label}")
        if self.label == REVISIONS:
            row = with_kind_numbers(row, names)
        values = {}
        for column in self.all_columns:
            if column.name not in row:
                if column.name not in blanks:
                    raise WrongValue(f"{column.name} is missing")
                values[column.attname] = blanks[column.name]()
                continue
            try:
                values[column.attname] = column.read(row[column.name], names)
            except WrongValue as wrong:
                raise WrongValue(f"{column.name} {wrong}") from wrong
        return SimpleNamespace(**values)

    @cached_property
    def all_columns(self) -> list[Column]:
        """Those that leave and those that are kept back."""
        return [column_of(field) for field in self.model._meta.local_concrete_fields]

    def insert(self, rows: Iterable[SimpleNamespace]) -> int:
        """Put rows into the table and tell nobody: no signal is sent, no time is set, nothing is looked up."""
        fields = [column.field for column in self.all_columns]
        manager: Any = self.model._base_manager
        size = max(1, min(AT_ONCE, connection.ops.bulk_batch_size(fields, [None] * AT_ONCE)))
        count = 0
        for some in batches(rows, size):
            manager._insert(some, fields=fields, using=connection.alias, raw=True)
            count += len(some)
        return count


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows:
        some.append(row)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def all_tables(*, with_secrets: bool = False) -> list[Table]:
    """Every table that leaves, by name, those between many and many included."""
    found = []
    for carried in portable.carried():
        between = (_between(field) for field in carried.model._meta.local_many_to_many)
        models_of = [carried.model, *(model for model in between if model._meta.auto_created)]
        found += [Table(carried, model, with_secrets) for model in models_of]
    return sorted(found, key=lambda table: table.label.lower())


def _between(field: Any) -> type[Model]:
    """The table of a many-to-many field."""
    through: type[Model] = field.remote_field.through
    return through


def unaccounted() -> list[str]:
    """Models in neither list."""
    known = {table.label for table in all_tables()} | portable.left().keys()
    return sorted(model._meta.label for model in apps.get_models(include_auto_created=True) if not _known(model, known))


def _known(model: type[Model], known: set[str]) -> bool:
    owner: Any = model._meta.auto_created
    label = owner._meta.label if owner else model._meta.label
    return model._meta.proxy or not model._meta.managed or model._meta.label in known or label in known


def file_columns(tables: Iterable[Table]) -> Iterator[tuple[Table, Column]]:
    for table in tables:
        for column in table.columns:
            if isinstance(column.field, models.FileField):
                yield table, column
