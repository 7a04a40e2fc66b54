"""A part of the site, for reading elsewhere: some rows of some tables, some pages, some files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from . import lines
from .archive import Target
from .names import Names
from .tables import Table

Row = dict[str, Any]


def as_it_is(row: Row) -> Row | None:
    return row


@dataclass(frozen=True)
class Part:
    """Some rows of a table. ``change`` gives each row as this archive may show it, or None for no row at all."""

    table: Table
    rows: QuerySet[Any]
    change: Callable[[Row], Row | None] = as_it_is

    def shown(self, names: Names) -> Iterator[Row]:
        for row in self.table.rows(names, self.rows):
            changed = self.change(row)
            if changed is not None:
                yield changed


def write_parts(target: Target, parts: list[Part], say: Callable[[str], Any]) -> None:
    names = Names()
    for part in parts:
        count = lines.write(target, part.table.file, part.shown(names))
        say(f"{part.table.label}: {count}")
