"""Files of an archive on their way into the storages that their rows name."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage

from .archive import BrokenArchive, Source
from .stored_files import FOLDER
from .tables import all_tables, file_columns


class Arriving:
    """Stores files under the very names they had, and can take back what it stored."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._stored: list[tuple[Storage, str]] = []

    def store(self, say: Callable[[str], Any]) -> None:
        """Every file that a row names. Raises BrokenArchive where one is missing, is nobody's, or is in the way."""
        wanted = self._wanted()
        there = {name.removeprefix(FOLDER) for name in self._source.files if name.startswith(FOLDER)}
        lost = set(self._source.manifest.get("lost_files", ()))
        if missing := wanted.keys() - there - lost:
            raise BrokenArchive(f"{min(missing)} is named by a row and is not in the archive.")
        if more := there - wanted.keys():
            raise BrokenArchive(f"{min(more)} is in the archive and no row names it.")
        for name in sorted(there):
            self._store(wanted[name], name)
        say(f"files: {len(there)}")

    def take_back(self) -> None:
        for storage, name in self._stored:
            storage.delete(name)

    def _wanted(self) -> dict[str, Storage]:
        found: dict[str, Storage] = {}
        for table, column in file_columns(all_tables()):
            if table.file not in self._source.files:
                continue
            for _number, row in self._source.rows(table.file):
                if isinstance(name := row.get(column.name), str) and name:
                    found[name] = column.field.storage
        return found

    def _store(self, storage: Storage, name: str) -> None:
        if storage.exists(name):
            raise BrokenArchive(f"There is a file {name} here already. Import into a new, empty DATA_DIR.")
        with TemporaryFile() as whole:
            for piece in self._source.pieces(f"{FOLDER}{name}"):
                whole.write(piece)
            whole.seek(0)
            kept = storage.save(name, File(whole, name=name))
        self._stored.append((storage, kept))
        if kept != name:
            raise BrokenArchive(f"The file {name} cannot be kept under its name here.")
