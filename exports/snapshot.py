"""Reading the whole database as it is at one moment, without keeping anybody from writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Every read inside sees the same rows. Inside a transaction it sees what that one sees."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # ``atomic`` would take the lock of writers here. A plain BEGIN reads one snapshot and locks nobody out.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.connection.rollback()
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
