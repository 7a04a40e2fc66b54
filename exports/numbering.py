"""How far the numbers of rows have been given out. The number of a row that is long deleted must never be another's:
texts may still name it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management.color import no_style
from django.db import connection

from .tables import Table


def given_out(tables: Iterable[Table]) -> dict[str, int]:
    """By table the highest number that a row ever had, where the database counts them."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            if table.columns[0].field.get_internal_type() in {"AutoField", "BigAutoField"}:
                number = _last(cursor, table)
                if number:
                    found[table.label.lower()] = number
    return found


def number_on(tables: Iterable[Table], given: Mapping[str, Any]) -> None:
    """New rows get numbers after those that were given out, and after the highest that is there."""
    tables = list(tables)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)
        for table in tables:
            number = given.get(table.label.lower())
            if isinstance(number, int) and 0 < number < 2**31 and number > (_last(cursor, table) or 0):
                _set(cursor, table, number)


def _last(cursor: Any, table: Table) -> int | None:
    name = table.model._meta.db_table
    if connection.vendor == "sqlite":
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
        row = cursor.fetchone()
        return int(row[0]) if row else None
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{name}"', table.columns[0].field.column])
    sequence = cursor.fetchone()[0]
    if sequence is None:
        return None
    cursor.execute(f"SELECT CASE WHEN is_called THEN last_value END FROM {sequence}")  # noqa: S608 - named by the database
    number: int | None = cursor.fetchone()[0]
    return number


def _set(cursor: Any, table: Table, number: int) -> None:
    name = table.model._meta.db_table
    if connection.vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, number])
    else:
        column = table.columns[0].field.column
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{name}"', column, number])
