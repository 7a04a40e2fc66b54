"""The files that rows name: pictures, documents, faces."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.core.files.storage import Storage
from django.db.models import QuerySet

from .archive import Target
from .tables import Table, file_columns

FOLDER = "files/"


class StoredName(NamedTuple):
    """A file as a row names it, and where it is kept."""

    name: str
    storage: Storage


def stored_names(tables: Iterable[Table]) -> Iterator[StoredName]:
    """Every file that a row of these tables names, table by table."""
    for table, column in file_columns(tables):
        yield from named_by(table.everything(), column.attname, column.field.storage)


def named_by(rows: QuerySet[Any], column: str, storage: Storage) -> Iterator[StoredName]:
    found = rows.exclude(**{column: ""}).exclude(**{f"{column}__isnull": True}).order_by(column)
    for name in found.values_list(column, flat=True).distinct().iterator():
        yield StoredName(str(name), storage)


def take_files(target: Target, names: Iterable[StoredName], say: Callable[[str], Any]) -> list[str]:
    """Copy files into the archive; returns the names of those that the disk has lost, sorted."""
    lost, count = set(), 0
    for name, storage in names:
        inside = f"{FOLDER}{name}"
        if inside in target.files:
            continue
        try:
            with storage.open(name, "rb") as file:
                target.copy(inside, file)
        except FileNotFoundError:
            lost.add(name)
            continue
        count += 1
    say(f"files: {count}" + (f", lost before: {len(lost)}" if lost else ""))
    return sorted(lost)
