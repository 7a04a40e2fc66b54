"""The databases that are measured: one a size, filled once, gone afterwards unless they are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/"
NAME = "intramural_bench"


@contextmanager
def database_for(kind: str, size: int, *, folder: Path, server: str, keep: bool) -> Iterator[str]:
    """The address of a database for so many posts. On PostgreSQL only ever one of our own name is made or dropped."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
        return
    name = f"{NAME}_{size}"
    if not keep:
        _drop(server, name)
    _make(server, name)
    try:
        yield server + name
    finally:
        if not keep:
            _drop(server, name)


def _make(server: str, name: str) -> None:
    with psycopg.connect(server + "postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _drop(server: str, name: str) -> None:
    with psycopg.connect(server + "postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
