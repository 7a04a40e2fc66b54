"""Writing many rows of models that spread over several tables, which `bulk_create` refuses to do."""

from collections.abc import Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

_AT_ONCE = 500


def next_number(model: type[models.Model]) -> int:
    """The first number that no row has yet. Nobody else may be writing meanwhile."""
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return int(last or 0) + 1


def give_number(row: models.Model, number: int) -> None:
    """The same number in every table that the row is spread over."""
    for table in _tables(type(row)):
        setattr(row, table._meta.pk.attname, number)


def insert(rows: Sequence[models.Model]) -> None:
    """Every row into every table of its model, the outermost parent first. The rows bring their numbers and all of
    their values: no signal is sent, nothing is filled in."""
    if not rows:
        return
    model = type(rows[0])
    for table in _tables(model):
        fields = table._meta.local_concrete_fields
        size = min(_AT_ONCE, connection.ops.bulk_batch_size(fields, rows) or _AT_ONCE)
        manager: Any = table._base_manager
        for start in range(0, len(rows), size):
            manager._insert(rows[start : start + size], fields=fields, using=connection.alias, raw=True)
        _follow(table)


def _tables(model: type[models.Model]) -> list[type[models.Model]]:
    """The concrete models that a model's row consists of, parents first."""
    return [
        kind
        for kind in reversed(model.__mro__)
        if issubclass(kind, models.Model) and kind is not models.Model and not kind._meta.abstract
    ]


def _follow(table: type[models.Model]) -> None:
    """Let a sequence go on behind the numbers that were brought along."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table]):
            cursor.execute(statement)
