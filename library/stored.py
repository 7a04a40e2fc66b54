"""Whose file is this? A path below the media folder is resolved to the row that owns it, or it does not exist.

Documents and faces have addresses of their own and are not found here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from .models import Picture, PictureRendition

ORIGINAL_FOLDER = "original_images"
RENDITION_FOLDER = "images"


@dataclass(frozen=True)
class Owner:
    """A stored file, and the thing whose readers may read it."""

    thing: Any
    file: Any


def _original(path: str) -> Owner | None:
    picture = Picture.objects.select_related("collection").filter(file=path).first()
    return Owner(picture, picture.file) if picture else None


def _rendition(path: str) -> Owner | None:
    rendition = PictureRendition.objects.select_related("image__collection").filter(file=path).first()
    return Owner(rendition, rendition.file) if rendition else None


_FINDERS: dict[str, Callable[[str], Owner | None]] = {
    ORIGINAL_FOLDER: _original,
    RENDITION_FOLDER: _rendition,
}


def find(path: str) -> Owner | None:
    """The owner of the file at a path, or None."""
    finder = _FINDERS.get(path.partition("/")[0])
    return finder(path) if finder else None


def extension(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
