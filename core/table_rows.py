"""Writing many rows of models that spread over several tables, which `bulk_create` refuses to do."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

_AT_ONCE = 500


def reserve(model: type[models.Model], count: int) -> list[int]:
    """So many numbers that no row has or will get, ascending. Within a transaction that goes on to use them.

    PostgreSQL hands them out of the sequence. On SQLite the transaction is the only one that writes, so the numbers
    after the last one given stay free until it ends.
    """
    if not count:
        return []
    table = tables_of(model)[0]
    name, column = table._meta.db_table, table._meta.pk.column  # type: ignore[union-attr]  # every model has a key
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [quoted, column, count]
            )
            return sorted(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
        given = cursor.fetchone()
    highest = table._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    first = max(int(given[0]) if given else 0, int(highest)) + 1
    return list(range(first, first + count))


def give_number(row: models.Model, number: int) -> None:
    """The same number in every table that the row is spread over."""
    for table in tables_of(type(row)):
        setattr(row, table._meta.pk.attname, number)  # type: ignore[union-attr]  # every model has a key


def insert(rows: Sequence[models.Model]) -> None:
    """Every row into every table of its model, the outermost parent first. The rows bring their numbers and all of
    their values: no signal is sent, nothing is filled in."""
    if not rows:
        return
    for table in tables_of(type(rows[0])):
        fields = table._meta.local_concrete_fields
        size = min(_AT_ONCE, connection.ops.bulk_batch_size(fields, rows) or _AT_ONCE)
        manager: Any = table._base_manager
        for start in range(0, len(rows), size):
            manager._insert(rows[start : start + size], fields=fields, using=connection.alias, raw=True)


def tables_of(model: type[models.Model]) -> list[type[models.Model]]:
    """The concrete models that a model's row consists of, parents first."""
    return [
        kind
        for kind in reversed(model.__mro__)
        if issubclass(kind, models.Model) and kind is not models.Model and not kind._meta.abstract
    ]
