"""Work of one kind that must not be done twice at the same moment, in whichever process."""

from django.db import connection


def take(kind: str) -> None:
    """Wait until nobody else does work of this kind, and let nobody begin before this transaction ends. SQLite lets
    one transaction write at a time as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [kind])
