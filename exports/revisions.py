"""The content of a revision names kinds of rows by number, and is stored as text: here they get their names.

Everything else that a revision refers to by number keeps its number.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelcluster.models import get_all_child_relations

from .names import Names


def with_kind_names(row: dict[str, Any], names: Names) -> dict[str, Any]:
    """A row of the table of revisions, as it is written out."""
    return _changed(row, lambda number: names.of_kind(number) if names.knows_kind(number) else number)


def with_kind_numbers(row: dict[str, Any], names: Names) -> dict[str, Any]:
    """The same row, as the database of this installation holds it."""
    return _changed(row, lambda name: names.kind(name) if isinstance(name, str) else name)


def _changed(row: dict[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    model = _model_named(row.get("content_type"))
    content = row.get("content")
    if model is None or not isinstance(content, dict):
        return row
    return row | {"content": _in_content(content, model, change)}


def _model_named(name: Any) -> type[Model] | None:
    try:
        return apps.get_model(name)
    except (LookupError, ValueError, AttributeError, TypeError):
        return None  # of a kind whose code is gone


def _in_content(content: dict[str, Any], model: type[Model], change: Callable[[Any], Any]) -> dict[str, Any]:
    columns, children = _naming_kinds(model)
    changed = dict(content)
    for name in columns:
        if changed.get(name) is not None:
            changed[name] = change(changed[name])
    for name, child in children:
        rows = changed.get(name)
        if isinstance(rows, list):
            changed[name] = [_in_content(row, child, change) if isinstance(row, dict) else row for row in rows]
    return changed


@cache
def _naming_kinds(model: type[Model]) -> tuple[list[str], list[tuple[str, type[Model]]]]:
    """Columns that name a kind, and child rows, which may hold such columns themselves."""
    columns = [
        field.name
        for field in model._meta.concrete_fields
        if field.remote_field is not None and field.remote_field.model is ContentType
    ]
    children = [(relation.get_accessor_name(), relation.field.model) for relation in get_all_child_relations(model)]
    return columns, children
