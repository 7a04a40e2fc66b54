"""Writing a whole organisation's rows: as ``core.table_rows`` does, in an order of numbers that is known beforehand."""

from collections.abc import Sequence

from django.core.management.color import no_style
from django.db import connection, models

from core import table_rows
from core.table_rows import give_number, tables_of

__all__ = ["give_number", "insert", "next_number"]


def next_number(model: type[models.Model]) -> int:
    """The first number that no row has yet. Nobody else may be writing meanwhile."""
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return int(last or 0) + 1


def insert(rows: Sequence[models.Model]) -> None:
    """The same as ``table_rows.insert``, and every sequence goes on behind the numbers that were brought along."""
    if not rows:
        return
    table_rows.insert(rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables_of(type(rows[0]))):
            cursor.execute(statement)
