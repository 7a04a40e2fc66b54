"""Reading an archive that a stranger may have made: every name is plain, every file is as the manifest says."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from .errors import BrokenArchive
from .names import MANIFEST, safe

LARGEST_MANIFEST = 256 * 1024 * 1024
LONGEST_LINE = 64 * 1024 * 1024
CHUNK = 256 * 1024


class Place(Protocol):
    def names(self) -> set[str]: ...
    def open(self, name: str) -> IO[bytes]: ...


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> set[str]:
        found = set()
        for path in self.path.rglob("*"):
            name = path.relative_to(self.path).as_posix()
            if path.is_symlink():
                raise BrokenArchive(f"{name} is a link to somewhere else. Nothing was read.")
            if path.is_file():
                found.add(safe(name))
        return found

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")


class Zip:
    def __init__(self, file: zipfile.ZipFile) -> None:
        self.file = file

    def names(self) -> set[str]:
        found: set[str] = set()
        for entry in self.file.infolist():
            if entry.is_dir():
                continue
            # What the zip itself says: the library mends bad names before it shows them.
            name = safe(entry.orig_filename)
            if name in found:
                raise BrokenArchive(f"{name} is in the zip twice. Nothing was read.")
            if entry.flag_bits & 1:
                raise BrokenArchive("The zip is locked with a password. Unlock it first.")
            found.add(name)
        return found

    def open(self, name: str) -> IO[bytes]:
        return self.file.open(name)


class Source:
    """An archive whose manifest was read. ``check`` reads all of the rest."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.names = place.names()
        self.manifest = self._manifest()
        self.files: dict[str, dict[str, Any]] = self.manifest["files"]

    def check(self) -> None:
        """Every file is there, as long as it should be and the same to the last bit. Raises BrokenArchive."""
        listed = set(self.files)
        if missing := listed - self.names:
            raise BrokenArchive(
                f"The archive is not complete: {min(missing)} is missing, with {len(missing) - 1} more."
            )
        if more := self.names - listed - {MANIFEST}:
            raise BrokenArchive(f"{min(more)} is not named in the manifest. Somebody changed the archive.")
        for name in sorted(listed):
            for _piece in self.pieces(name):
                pass

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file piece by piece, never more than the manifest says. Raises BrokenArchive at its end if it differs."""
        facts = self.files[name]
        digest, left = hashlib.sha256(), facts["size"]
        try:
            with self._place.open(name) as file:
                while piece := file.read(min(CHUNK, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        break
                    digest.update(piece)
                    yield piece
        except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as failure:
            raise BrokenArchive(f"{name} cannot be read: the archive is damaged.") from failure
        except Exception as failure:
            if type(failure).__module__ == "zlib":
                raise BrokenArchive(f"{name} cannot be read: the archive is damaged.") from failure
            raise
        if left != 0 or digest.hexdigest() != facts["sha256"]:
            raise BrokenArchive(f"{name} is not what it was when the archive was made: it is damaged or was changed.")

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows of a file of JSON lines, each with the number of its line."""
        for number, line in enumerate(self._lines(name), start=1):
            try:
                row = json.loads(line)
            except ValueError as failure:
                raise BrokenArchive(f"{name}, line {number}: this is no JSON.") from failure
            except RecursionError as failure:
                raise BrokenArchive(f"{name}, line {number}: this JSON is nested too deeply.") from failure
            if not isinstance(row, dict):
                raise BrokenArchive(f"{name}, line {number}: this is no row.")
            yield number, row

    def _lines(self, name: str) -> Iterator[bytes]:
        rest = b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
            if len(rest) > LONGEST_LINE:
                raise BrokenArchive(f"{name} holds a line that is longer than any row.")
        if rest:
            yield rest

    def _manifest(self) -> dict[str, Any]:
        if MANIFEST not in self.names:
            raise BrokenArchive("There is no manifest.json: this is no export of Intramural, or it was not finished.")
        try:
            with self._place.open(MANIFEST) as file:
                read = file.read(LARGEST_MANIFEST + 1)
            manifest = json.loads(read)
            files = manifest["files"]
            is_whole = all(
                isinstance(facts["size"], int) and facts["size"] >= 0 and isinstance(facts["sha256"], str)
                for facts in files.values()
            )
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            RecursionError,
            OSError,
            zipfile.BadZipFile,
        ) as failure:
            raise BrokenArchive("manifest.json cannot be read: it is damaged or was changed.") from failure
        if not is_whole or len(read) > LARGEST_MANIFEST:
            raise BrokenArchive("manifest.json does not say what belongs to the archive.")
        for name in files:
            safe(name)
        return dict(manifest)


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """The archive at ``path``. Raises BrokenArchive with a sentence for whoever named it."""
    if path.is_dir():
        yield Source(Folder(path))
        return
    if not path.is_file():
        raise BrokenArchive(f"There is no folder and no zip at {path}.")
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as failure:
        raise BrokenArchive(f"{path} is no zip, or a damaged one.") from failure
    with file:
        yield Source(Zip(file))
