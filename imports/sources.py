"""The files of an export: the feed itself, and the pictures beside it.

Takeout gives a zip file, or the folder that it unpacks to, with a feed for every blog somebody has.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.utils.translation import gettext as _

from .pictures.shelf import Folder, Shelf, Zip
from .refusals import RefusedFile

FEED = "feed.atom"
LARGEST_EXPORT = 4 * 1024**3  # bytes, unpacked
_ZIP = b"PK\x03\x04"


@contextmanager
def opened(given: Path | Any, pictures: Path | Any = None) -> Iterator[tuple[IO[bytes], Shelf]]:
    """The export and what was given beside it, as paths or stored files. Raises RefusedFile."""
    if isinstance(given, Path) and given.is_dir():
        with _the_one(sorted(given.rglob(FEED)), given).open("rb") as feed:
            shelf = _shelf(pictures) if pictures is not None else Folder(given)
            with _closing(shelf):
                yield feed, shelf
        return
    if not given:
        raise RefusedFile(_("the file is not here any more. Upload it once more."))
    with _readable(given) as file:
        head = file.read(4)
        file.seek(0)
        if head != _ZIP:
            with _closing(_shelf(pictures)) as shelf:
                yield file, shelf
            return
        with (
            _zip_in(file) as archive,
            _closing(_shelf(pictures) if pictures is not None else Zip(file)) as shelf,
            _feed_in(archive) as feed,
        ):
            yield feed, shelf


@contextmanager
def _closing(shelf: Shelf) -> Iterator[Shelf]:
    try:
        yield shelf
    finally:
        shelf.close()


def _shelf(pictures: Path | Any) -> Shelf:
    if not pictures:
        return Shelf()
    if isinstance(pictures, Path):
        if pictures.is_dir():
            return Folder(pictures)
        if not pictures.is_file():
            raise RefusedFile(_("there is no folder or zip file of pictures at %(path)s.") % {"path": pictures})
        return _OwnZip(pictures.open("rb"))
    return _OwnZip(pictures.open("rb"))


class _OwnZip(Zip):
    """A zip file that was opened for this alone."""

    def __init__(self, file: Any) -> None:
        self._file = file
        try:
            super().__init__(file)
        except RefusedFile:
            file.close()
            raise

    def close(self) -> None:
        super().close()
        self._file.close()


def _readable(given: Path | Any) -> Any:
    try:
        return given.open("rb")
    except OSError as missing:
        raise RefusedFile(_("the file cannot be opened: %(why)s") % {"why": missing.strerror or missing}) from missing


def _the_one(found: list[Path], folder: Path) -> Path:
    if len(found) == 1:
        return found[0]
    raise RefusedFile(_which([path.parent.name for path in found]))


_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError)


def _damaged() -> RefusedFile:
    return RefusedFile(_("the zip file is damaged. Download it once more."))


def _zip_in(file: Any) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (*_BROKEN, OSError) as broken:
        raise _damaged() from broken


class _Unpacked(io.RawIOBase):
    """The feed in a zip file, piece by piece. Where the zip ends early or is not what it says, the file is refused."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed

    def read(self, size: int = -1) -> bytes:
        try:
            return self._packed.read(size)
        except (*_BROKEN, OSError) as broken:
            raise _damaged() from broken

    def close(self) -> None:
        self._packed.close()
        super().close()


def _feed_in(archive: zipfile.ZipFile) -> IO[bytes]:
    feeds = [row for row in archive.infolist() if Path(row.filename).name == FEED and "__MACOSX" not in row.filename]
    if len(feeds) != 1:
        raise RefusedFile(_which([Path(row.filename).parent.name for row in feeds]))
    if feeds[0].flag_bits & 1:
        raise RefusedFile(_("the zip file has a password."))
    if feeds[0].file_size > LARGEST_EXPORT:
        raise RefusedFile(_("the export in the zip file is larger than four gigabytes."))
    try:
        return cast(IO[bytes], _Unpacked(archive.open(feeds[0])))
    except (*_BROKEN, OSError) as broken:
        raise _damaged() from broken


def _which(names: list[str]) -> str:
    if not names:
        return _("there is no feed.atom in it. Blogger's export from Takeout has one for each blog.")
    return _("it holds several blogs (%(names)s). Import the feed.atom of one of them.") % {
        "names": ", ".join(names[:20])
    }
