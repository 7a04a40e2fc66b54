"""An export that was read, laid out on disk: whole before anything is written, and in any order.

Pictures stand in an export behind the posts that show them, and comments anywhere. So everything is read once into a
private database that SQLite keeps in a file without a name, gone with the process. Memory does not grow with it.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from .reading.addresses import old_path, parts_of
from .records import Attachment, Author, Entry, Remark, RemarkOf, Site

_TABLES = """
CREATE TABLE author (login TEXT PRIMARY KEY, told TEXT);
CREATE TABLE attachment (number TEXT PRIMARY KEY, address TEXT, told TEXT);
CREATE TABLE entry (place INTEGER PRIMARY KEY, key TEXT UNIQUE, digest TEXT, path TEXT, kind TEXT, told TEXT);
CREATE TABLE remark (place INTEGER PRIMARY KEY, key TEXT, kind TEXT, told TEXT);
CREATE INDEX attachment_address ON attachment (address);
CREATE INDEX entry_path ON entry (path);
CREATE INDEX remark_key ON remark (key);
"""


class Stage:
    def __init__(self) -> None:
        self.site = Site(source="")
        self.doubles: list[Entry] = []
        self._database = sqlite3.connect("")
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000;" + _TABLES
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    # --- Filling ------------------------------------------------------------------------------------------------------

    def fill(self, records: Iterable[Any]) -> None:
        for record in records:
            match record:
                case Site():
                    self.site = record
                case Author():
                    self._run("INSERT OR IGNORE INTO author VALUES (?, ?)", record.login, _packed(record))
                case Attachment():
                    self._run(
                        "INSERT OR REPLACE INTO attachment VALUES (?, ?, ?)",
                        record.number,
                        _plain(record.address),
                        _packed(record),
                    )
                case Entry():
                    self._add(record)
                case RemarkOf():
                    self._remark(record.key, record.remark)
        self._database.commit()

    def _add(self, entry: Entry) -> None:
        digest, path, remarks = fingerprint(entry), old_path(entry.address), entry.remarks
        entry.remarks = []
        known = self._one("SELECT digest FROM entry WHERE key = ?", entry.key)
        if known is not None and known == digest:
            self._double(entry)
            return
        if known is not None:
            # Made-up and merged exports give a number twice; these are two entries all the same.
            entry.key = f"{entry.key}#{digest[:16]}"
            if self._one("SELECT digest FROM entry WHERE key = ?", entry.key) is not None:
                self._double(entry)
                return
        self._run(
            "INSERT INTO entry (key, digest, path, kind, told) VALUES (?, ?, ?, ?, ?)",
            entry.key, digest, path.rstrip("/"), entry.kind, _packed(entry),
        )  # fmt: skip
        for remark in remarks:
            self._remark(entry.key, remark)

    def _double(self, entry: Entry) -> None:
        """Its name is kept, and nothing else."""
        self.doubles.append(Entry(key="", title=entry.title, slug=entry.slug, address=entry.address, line=entry.line))

    def _remark(self, key: str, remark: Remark) -> None:
        kind = remark.state if remark.kind == "comment" else "pingback"
        self._run("INSERT INTO remark (key, kind, told) VALUES (?, ?, ?)", key, kind, _packed(remark))

    # --- Asking -------------------------------------------------------------------------------------------------------

    def count(self, table: str) -> int:
        return int(self._one(f"SELECT COUNT(*) FROM {table}"))  # noqa: S608 - names of our own

    def kinds(self, table: str) -> dict[str, int]:
        """How many entries or comments of each kind there are."""
        return dict(self._database.execute(f"SELECT kind, COUNT(*) FROM {table} GROUP BY kind ORDER BY kind"))  # noqa: S608 - names of our own

    def authors(self) -> list[Author]:
        return [Author(**json.loads(told)) for (told,) in self._database.execute("SELECT told FROM author")]

    def attachment(self, number: str, address: str = "") -> Attachment | None:
        """By its number, else by its address."""
        told = self._one("SELECT told FROM attachment WHERE number = ?", number) if number else None
        if told is None and address:
            told = self._one("SELECT told FROM attachment WHERE address = ?", _plain(address))
        return Attachment(**json.loads(told)) if told is not None else None

    def attachments(self) -> Iterator[Attachment]:
        for (told,) in self._database.execute("SELECT told FROM attachment"):
            yield Attachment(**json.loads(told))

    def entries(self) -> Iterator[tuple[Entry, str]]:
        """Every entry with its fingerprint, in the order of the file, without its comments."""
        for told, digest in self._database.execute("SELECT told, digest FROM entry ORDER BY place"):
            yield _entry(json.loads(told)), digest

    def remarks_of(self, key: str) -> list[Remark]:
        rows = self._database.execute("SELECT told FROM remark WHERE key = ? ORDER BY place", (key,))
        return [_unpacked_remark(json.loads(told)) for (told,) in rows]

    def remarks_of_nothing(self) -> Iterator[Remark]:
        """Comments whose entry is not in the file."""
        rows = self._database.execute("SELECT told FROM remark WHERE key NOT IN (SELECT key FROM entry) ORDER BY place")
        for (told,) in rows:
            yield _unpacked_remark(json.loads(told))

    def has_path(self, path: str) -> bool:
        """Whether an entry stood under this path on the old blog."""
        return bool(path.strip("/")) and self._one("SELECT 1 FROM entry WHERE path = ?", path.rstrip("/")) is not None

    def _run(self, statement: str, *values: Any) -> None:
        self._database.execute(statement, values)

    def _one(self, statement: str, *values: Any) -> Any:
        found = self._database.execute(statement, values).fetchone()
        return found[0] if found is not None else None


def fingerprint(entry: Entry) -> str:
    """Changes whenever what an entry says does. Its comments are not part of it."""
    words = (entry.title, entry.markup, entry.excerpt, entry.old_state, entry.slug, str(entry.at), str(entry.tags))
    return hashlib.sha256("\0".join(words).encode(errors="replace")).hexdigest()


def _plain(address: str) -> str:
    """An address without what changes between two mentions of the same file."""
    host, path = parts_of(address)
    return f"{host}{path}"


def _packed(record: Any) -> str:
    return json.dumps(asdict(record), default=datetime.isoformat)


def _moment(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None


def _entry(told: dict[str, Any]) -> Entry:
    return Entry(**(told | {"at": _moment(told["at"]), "changed_at": _moment(told["changed_at"]), "remarks": []}))


def _unpacked_remark(told: dict[str, Any]) -> Remark:
    return replace(Remark(**told), at=_moment(told["at"]))
