"""Pictures that people bring: read to the end before they are kept, and kept without what the camera wrote into them.

A picture says where, when and with what it was taken, and every rendition made from it says so again. So all of that is
taken out on the way in. What moves keeps its frames: containers whose parts can be told apart (PNG, WebP, GIF) lose the
parts that are not picture, byte for byte; the others are written anew.
"""

import warnings
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db.models import ImageField
from django.db.models.fields.files import FieldFile, ImageFieldFile
from PIL import Image, ImageOps, ImageSequence

from . import picture_parts
from .picture_parts import BrokenPicture

__all__ = [
    "BrokenPicture",
    "CleanImageField",
    "CleanPicture",
    "CleanedOnTheWayIn",
    "TooManyPixels",
    "without_metadata",
]

ORIENTATION = 0x0112
UPRIGHT = 1
MAX_FRAMES = 600

# Pillow's name of a format, to how it is written anew. MPO is a JPEG with a second picture behind it, as phones write.
_WRITTEN: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("JPEG", {"quality": 92, "optimize": True}),
    "MPO": ("JPEG", {"quality": 92, "optimize": True}),
    "PNG": ("PNG", {}),
    "WEBP": ("WEBP", {"quality": 92, "method": 4}),
    "AVIF": ("AVIF", {"quality": 85}),
    "GIF": ("GIF", {}),
}
_STRIPPED = {
    "PNG": picture_parts.png_without_words,
    "WEBP": picture_parts.webp_without_words,
    "GIF": picture_parts.gif_without_words,
}


class TooManyPixels(BrokenPicture):
    """The picture is larger than a server can draw without harm."""


class CleanPicture(ContentFile[bytes]):
    """A picture that has been through here, so that nobody cleans it a second time."""


class CleanedOnTheWayIn(FieldFile):
    """A stored picture that cannot be stored any other way than clean, whichever form, command or import brings it."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        clean = without_metadata(content)
        clean.name = clean.name or name  # Django reads width and height only from what has a name
        super().save(name, clean, save)


class _CleanImageFile(CleanedOnTheWayIn, ImageFieldFile):
    pass


class CleanImageField(ImageField):
    """Django's own picture field, kept clean."""

    attr_class = _CleanImageFile


def without_metadata(file: IO[bytes] | File) -> CleanPicture:  # type: ignore[type-arg]  # Django's File is not generic
    """The same picture without EXIF, XMP, comments or anything behind its end, turned the way its tag meant.

    Raises BrokenPicture for a file that is no picture we take, that is cut off, or whose parts lie, and
    TooManyPixels for one beyond ``WAGTAILIMAGES_MAX_IMAGE_PIXELS``, frames counted.
    """
    if isinstance(file, CleanPicture):
        file.seek(0)
        return file
    file.seek(0)
    data = file.read()
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we count pixels ourselves
            clean = _cleaned(data)
    except BrokenPicture:
        raise
    except Image.DecompressionBombError as bomb:
        raise TooManyPixels from bomb
    except Exception as failure:
        # Decoders meet hostile input with whatever exception comes first; to us they all say the same.
        raise BrokenPicture(str(failure)) from failure
    return CleanPicture(clean, name=getattr(file, "name", None))


def _cleaned(data: bytes) -> bytes:
    with Image.open(BytesIO(data)) as picture:
        kind = picture.format or ""
        if kind not in _WRITTEN:
            raise BrokenPicture(kind)
        frames = 1 if kind == "MPO" else getattr(picture, "n_frames", 1)
        if frames > MAX_FRAMES or picture.width * picture.height * frames > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise TooManyPixels
        turned = picture.getexif().get(ORIENTATION, UPRIGHT) != UPRIGHT
        picture.load()
        if kind in _STRIPPED and (frames > 1 or not turned):
            clean = _STRIPPED[kind](data)
        elif frames > 1:
            clean = _frames_anew(picture, kind)
        else:
            clean = _anew(picture, kind)
    _check(clean)
    return clean


def _anew(picture: Image.Image, kind: str) -> bytes:
    name, options = _WRITTEN[kind]
    options = dict(options)
    turned = ImageOps.exif_transpose(picture) or picture
    if kind == "JPEG" and turned.size == picture.size and picture.getexif().get(ORIENTATION, UPRIGHT) == UPRIGHT:
        # The tables of the original are kept, so that nothing is lost that the eye could miss.
        turned = picture
        options = {"quality": "keep", "optimize": True}
    if picture.info.get("icc_profile"):
        options["icc_profile"] = picture.info["icc_profile"]
    out = BytesIO()
    for word in ("exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp"):
        turned.info.pop(word, None)
    turned.save(out, name, **options)
    return out.getvalue()


def _frames_anew(picture: Image.Image, kind: str) -> bytes:
    name, options = _WRITTEN[kind]
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(frame.info.get("duration", 100))
        frames.append(frame.copy())
    for frame in frames:
        frame.info = {}
    out = BytesIO()
    frames[0].save(out, name, save_all=True, append_images=frames[1:], duration=durations, **options)
    return out.getvalue()


def _check(clean: bytes) -> None:
    """What we are about to keep must open again, whole."""
    with Image.open(BytesIO(clean)) as again:
        again.load()
