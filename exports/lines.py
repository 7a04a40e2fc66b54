"""Rows as lines of JSON: the same row is the same bytes, on every database."""

import json
from collections.abc import Iterable
from typing import Any

from .archive import Target


def line(row: dict[str, Any]) -> bytes:
    """Columns in the order of the table, the keys of JSON inside them sorted: PostgreSQL keeps no order of them."""
    parts = (f"{json.dumps(name)}: {_value(value)}" for name, value in row.items())
    return f"{{{', '.join(parts)}}}\n".encode()


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def write(target: Target, name: str, rows: Iterable[dict[str, Any]]) -> int:
    """A file of the archive with a row a line; returns how many."""
    count = 0
    with target.file(name) as file:
        for row in rows:
            file.write(line(row))
            count += 1
    target.files[name]["rows"] = count
    return count


def pretty(value: Any) -> str:
    """JSON for people, as every file that is no table is written."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
