"""How one column of one table is written as JSON, read back, and described.

Numbers of rows stay what they are: an installation that takes rows in is empty. Kinds of rows and rights are numbered
by each installation in its own order, so they are written by name.
"""

import base64
import datetime
import json
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F
from django.db.models.functions import Cast
from wagtail.fields import StreamField

from .names import Names

JSON_TYPES: tuple[tuple[type[models.Field], dict[str, Any]], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.TimeField, {"type": "string", "format": "time"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.DecimalField, {"type": "string"}),
    (models.BinaryField, {"type": "string", "contentEncoding": "base64"}),
    (models.FloatField, {"type": "number"}),
    (models.IntegerField, {"type": "integer"}),
    (models.JSONField, {}),
    (StreamField, {"type": "array"}),
)
_PYTHON: dict[str, Any] = {"boolean": bool, "integer": int, "number": (int, float), "string": str, "array": list}


_FURTHEST = 2**63
_HALVES = re.compile("[\ud800-\udfff]")  # JSON can spell one half of a letter that takes two; no database keeps it


class WrongValue(ValueError):  # noqa: N818 - it reads as what was found
    """A value that the column cannot hold; says so in words."""


@dataclass(frozen=True)
class Column:
    """One column: ``name`` in the file, ``attname`` on a row, and what it refers to ("" for plain values)."""

    field: Any
    name: str
    attname: str
    refers_to: str
    plain: dict[str, Any]

    @property
    def is_file(self) -> bool:
        return isinstance(self.field, models.FileField)

    def selected(self) -> Any:
        """What to read from the database. Streams are read as stored: drawing blocks would ask for every picture."""
        return Cast(F(self.field.attname), models.TextField()) if isinstance(self.field, StreamField) else None

    def written(self, value: Any, names: Names) -> Any:
        """A database value as JSON knows it."""
        if value is None:
            return None
        if self.refers_to == ContentType._meta.label:
            return names.of_kind(value)
        if self.refers_to == Permission._meta.label:
            return names.of_right(value)
        return _write(self.field, value)

    def read(self, value: Any, names: Names) -> Any:
        """A JSON value as the database takes it. Raises WrongValue."""
        if value is None:
            if self.field.null:
                return None
            if isinstance(self.field, models.JSONField):
                return models.Value(None, models.JSONField())
            raise WrongValue("is empty")
        self._check(value)
        if self.refers_to == ContentType._meta.label:
            return names.kind(value)
        if self.refers_to == Permission._meta.label:
            return names.right(value)
        return _read(_target(self.field), value)

    def _check(self, value: Any) -> None:
        wanted = self.plain.get("type")
        if wanted is not None and (
            not isinstance(value, _PYTHON[wanted]) or (wanted != "boolean" and isinstance(value, bool))
        ):
            raise WrongValue(f"is no {wanted}")
        longest = self.plain.get("maxLength")
        if longest is not None and len(value) > longest:
            raise WrongValue(f"is longer than {longest}")
        if isinstance(value, str) and "\0" in value:
            raise WrongValue("holds a zero byte")
        if isinstance(value, str) and not value.isascii() and _HALVES.search(value):
            raise WrongValue("holds half of a letter")
        if wanted == "integer" and not -_FURTHEST <= value < _FURTHEST:
            raise WrongValue("is a number that no column holds")
        if isinstance(self.field, StreamField) and not all(map(_is_block, value)):
            raise WrongValue("holds something that is no block")

    def schema(self) -> dict[str, Any]:
        """This column in JSON Schema."""
        told = dict(self.plain)
        if self.field.null and "type" in told:
            told["type"] = [told["type"], "null"]
        if self.refers_to:
            told["x-refers-to"] = self.refers_to.lower()
        if self.is_file:
            told["x-file"] = True
        if isinstance(self.field, models.JSONField | StreamField):
            told["x-json"] = True
        return told


def column_of(field: Any) -> Column:
    refers_to = field.remote_field.model._meta.label if field.remote_field else ""
    return Column(field, field.name, field.attname, refers_to, _plain(field, refers_to))


def _plain(field: Any, refers_to: str) -> dict[str, Any]:
    if refers_to in (ContentType._meta.label, Permission._meta.label):
        return {"type": "string"}
    target = _target(field)
    for kind, told in JSON_TYPES:
        if isinstance(target, kind):
            return dict(told)
    longest = {"maxLength": target.max_length} if target.max_length else {}
    return {"type": "string"} | longest


def _target(field: Any) -> Any:
    """The field that holds the value in the end: a reference is what it refers to."""
    while field.remote_field is not None:
        field = field.target_field
    return field


def _write(field: Any, value: Any) -> Any:
    target = _target(field)
    if isinstance(target, StreamField):
        return json.loads(value)
    if isinstance(target, models.JSONField):
        return value
    if isinstance(target, models.DateTimeField):
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(target, models.BinaryField):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(target, models.DateField | models.TimeField):
        return value.isoformat()
    if isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _read(field: Any, value: Any) -> Any:
    if isinstance(field, models.JSONField | StreamField):
        return value
    if isinstance(field, models.FileField):
        return value
    try:
        if isinstance(field, models.BinaryField):
            return base64.b64decode(value)
        read = field.to_python(value)
        if isinstance(read, datetime.datetime):
            read.astimezone(datetime.UTC)  # the first and the last day there are may lie beyond it elsewhere
        return read
    except Exception as failure:
        raise WrongValue("cannot be read") from failure


def _is_block(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("type"), str) and "value" in value
