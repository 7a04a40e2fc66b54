"""The index in the database at hand."""

from types import ModuleType

from django.db import connection

from . import postgres, sqlite


def engine() -> ModuleType:
    """The module for this database. Both offer ``write``, ``notation``, ``beginning`` and the same names of
    parts of statements; every value in those is a parameter."""
    return postgres if connection.vendor == "postgresql" else sqlite
