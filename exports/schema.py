"""The schema of an export, made from the models: it cannot fall behind them. docs/formats.md says it in words."""

from collections.abc import Iterable
from typing import Any

from .tables import Table, all_tables

FORMAT = "intramural-export"
# Raised when an older reader would misread what is written; columns that come and go need no new number.
VERSION = 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(tables: Iterable[Table] | None = None) -> dict[str, Any]:
    """One JSON Schema a table, for each of its lines.

    Beside the standard's words: ``x-refers-to`` names the table whose number a column holds, ``x-file`` says that it
    names a file below ``files/``, ``x-json`` that it holds JSON of its own shape.
    """
    found = list(tables) if tables is not None else all_tables(with_secrets=True)
    return {
        "$schema": DIALECT,
        "title": f"{FORMAT} {VERSION}",
        "$defs": {table.label.lower(): _of_table(table) for table in found},
    }


def _of_table(table: Table) -> dict[str, Any]:
    optional = set(table.carried.secret)
    return {
        "description": str(table.model._meta.verbose_name),
        "type": "object",
        "properties": {column.name: column.schema() for column in table.columns},
        "required": [column.name for column in table.columns if column.name not in optional],
        "additionalProperties": False,
    }
