"""The pictures that were given with an export, in a folder or a zip file, found by the address they once had.

Old names are looked for by the end of their path: ``wp-content/uploads/2013/06/gate.jpg`` finds ``2013/06/gate.jpg``
before any other ``gate.jpg``. Nothing is unpacked: what is needed is read out of the zip, up to the size of a picture.
"""

import os
import re
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext as _

from ..reading.addresses import parts_of
from ..refusals import RefusedFile

MOST_FILES = 200_000
ENDINGS = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})
_SMALLER = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
_SCALED = re.compile(r"-(?:scaled|rotated|e\d{10,13})(?=\.\w+$)")


class TooLarge(Exception):  # noqa: N818 - it says what the file is
    pass


class Shelf:
    """Nothing by itself. ``read`` gives the bytes of a name that ``find`` gave."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._count = 0

    def find(self, address: str) -> str | None:
        """The name of the file for an address; None where there is none, or several that fit as well."""
        path = unquote(parts_of(address)[1] or address).strip("/")
        folder, _slash, name = path.rpartition("/")
        for wished in dict.fromkeys(_names(name)):
            found = self._by_name.get(wished.lower(), [])
            if found:
                return _nearest(found, folder)
        return None

    def read(self, name: str) -> bytes:
        raise FileNotFoundError(name)

    def close(self) -> None:
        pass

    def _put(self, path: str) -> None:
        self._count += 1
        if self._count > MOST_FILES:
            raise RefusedFile(_("there are more than 200,000 files beside the export. Leave out what is no picture."))
        if Path(path).suffix.lower() in ENDINGS:
            self._by_name[path.rpartition("/")[2].lower()].append(path)


def original_name(name: str) -> str:
    """The name of a picture before smaller ones were made of it."""
    return _SCALED.sub("", _SMALLER.sub("", name))


def _names(name: str) -> list[str]:
    """The original comes before the sizes that were made of it."""
    original = original_name(name)
    return [original, _SMALLER.sub("", name), name, re.sub(r"(?=\.\w+$)", "-scaled", original)]


def _nearest(found: list[str], folder: str) -> str | None:
    wanted = folder.lower().split("/")[::-1]

    def shared(path: str) -> int:
        own = path.lower().split("/")[-2::-1]
        count = 0
        for one, other in zip(own, wanted, strict=False):
            if one != other:
                break
            count += 1
        return count

    best = max(map(shared, found))
    fitting = [path for path in found if shared(path) == best]
    return fitting[0] if len(fitting) == 1 else None


class Folder(Shelf):
    """A folder on the server. Links are not followed: they could lead anywhere."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root.resolve()
        for folder, folders, files in os.walk(self._root, followlinks=False):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                path = Path(folder, name)
                if not path.is_symlink() and not name.startswith("."):
                    self._put(path.relative_to(self._root).as_posix())

    def read(self, name: str) -> bytes:
        with (self._root / name).open("rb") as file:
            return _at_most(file)


class Zip(Shelf):
    """A zip file. Names that lead out of it are never asked for, because nothing is written anywhere."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as broken:
            raise RefusedFile(_("the file of pictures is no zip file, or is damaged. Pack it once more.")) from broken
        for row in self._zip.infolist():
            is_whole = not row.is_dir() and not row.flag_bits & 1
            if is_whole and not row.filename.startswith("__MACOSX"):
                self._put(row.filename)

    def read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as file:
                return _at_most(file)  # type: ignore[arg-type]  # it is read, which is all we ask
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as broken:
            raise OSError(str(broken)) from broken
        except Exception as broken:
            # Decompressors fail in their own ways; to us the file cannot be read.
            if isinstance(broken, TooLarge):
                raise
            raise OSError(str(broken)) from broken

    def close(self) -> None:
        self._zip.close()


def _at_most(file: BinaryIO) -> bytes:
    """Everything in a file, unless it is more than a picture may have: what a zip says of its size is not believed."""
    most = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    data = file.read(most + 1)
    if len(data) > most:
        raise TooLarge
    return data
