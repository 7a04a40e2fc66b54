"""Removing from a picture where, when and with what it was taken.

Willow copies a JPEG's EXIF block into every rendition, so it is taken out of the original before that is stored.
"""

from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

_SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "subsampling": "keep", "optimize": True},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 92},
    "AVIF": {"quality": 85},
}


def without_metadata(file: IO[bytes] | File) -> ContentFile:  # type: ignore[type-arg]  # Django's File is not generic
    """The same picture without EXIF, XMP or comments, turned the way its orientation tag meant.

    Raises whatever Pillow raises for a file that is no picture; the upload form has answered that before.
    """
    file.seek(0)
    name = getattr(file, "name", None)
    with Image.open(file) as picture:
        kind = picture.format or "PNG"
        if kind == "GIF" or getattr(picture, "n_frames", 1) > 1:
            # Moving pictures carry no camera data worth losing frames for.
            file.seek(0)
            return ContentFile(file.read(), name=name)
        turned = ImageOps.exif_transpose(picture) or picture
        options = dict(_SAVE_OPTIONS.get(kind, {}))
        if kind == "JPEG" and turned is not picture and turned.format != "JPEG":
            options["subsampling"] = 0
        profile = picture.info.get("icc_profile")
        if profile:
            options["icc_profile"] = profile
        for leftover in ("exif", "xmp", "comment", "photoshop"):
            turned.info.pop(leftover, None)
        clean = BytesIO()
        turned.save(clean, kind, **options)
    return ContentFile(clean.getvalue(), name=name)
