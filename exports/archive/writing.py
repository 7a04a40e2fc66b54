"""Writing an archive: whole or not at all, with the size and digest of every file."""

import hashlib
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from .errors import BrokenArchive
from .names import MANIFEST, safe

# Zips know no time zone and no second of their own here: the same rows make the same bytes.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
CHUNK = 256 * 1024


class Place(Protocol):
    def opened(self, name: str) -> AbstractContextManager[IO[bytes]]: ...


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            yield file


class Zip:
    def __init__(self, file: zipfile.ZipFile) -> None:
        self.file = file

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        entry = zipfile.ZipInfo(name, _LONG_AGO)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o640 << 16
        with self.file.open(entry, "w", force_zip64=True) as file:
            yield file


class _Counted:
    """Counts and digests what is written through it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    def facts(self) -> dict[str, Any]:
        return {"size": self.size, "sha256": self._digest.hexdigest()}


class Target:
    """An archive that is being written."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.files: dict[str, dict[str, Any]] = {}

    @contextmanager
    def file(self, name: str, **facts: Any) -> Iterator[_Counted]:
        """A new file in the archive; ``facts`` that are known when it is complete go into ``target.files[name]``."""
        with self._place.opened(safe(name)) as raw:
            counted = _Counted(raw)
            yield counted
        self.files[name] = counted.facts() | facts

    def text(self, name: str, words: str) -> None:
        with self.file(name) as file:
            file.write(words.encode())

    def copy(self, name: str, source: IO[bytes]) -> None:
        with self.file(name) as file:
            while piece := source.read(CHUNK):
                file.write(piece)

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """The manifest, which says what belongs to the archive; without it there is none."""
        whole = {**manifest, "files": dict(sorted(self.files.items()))}
        with self._place.opened(MANIFEST) as file:
            file.write((json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode())


@contextmanager
def written(path: Path) -> Iterator[Target]:
    """An archive at ``path``, a zip if it ends so, else a folder. It appears there when it is complete; a failure
    leaves nothing. Raises BrokenArchive where something is in the way."""
    if path.exists():
        raise BrokenArchive(f"{path} exists already. Name a folder or a zip that does not.")
    if not path.parent.is_dir():
        raise BrokenArchive(f"There is no folder {path.parent}.")
    part = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(part, "x", allowZip64=True) as file:
                yield Target(Zip(file))
        else:
            part.mkdir(mode=0o750)
            yield Target(Folder(part))
        os.rename(part, path)
    finally:
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)
