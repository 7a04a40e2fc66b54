"""A person's picture as it is kept: square, small, and without a word about where it was taken."""

import secrets
from io import BytesIO
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.pictures import BrokenPicture, CleanPicture, TooManyPixels, without_metadata

MAX_BYTES = 10 * 1024 * 1024
SIDE = 480


def squared(file: IO[bytes] | File) -> ContentFile:  # type: ignore[type-arg]  # Django's File is not generic
    """The middle of a picture, at most 480 pixels a side, drawn anew so that nothing of the file remains but the image.

    Raises ValidationError with a sentence for whoever chose the file.
    """
    with Image.open(whole_picture(file)) as picture:
        drawn = _on_white(picture)
    side = min(SIDE, *drawn.size)
    face = ImageOps.fit(drawn, (side, side), Image.Resampling.LANCZOS)
    out = BytesIO()
    face.save(out, "WEBP", quality=86, method=4)
    return ContentFile(out.getvalue(), name=f"{secrets.token_urlsafe(8)}.webp")


def whole_picture(file: IO[bytes] | File) -> CleanPicture:  # type: ignore[type-arg]  # Django's File is not generic
    """An uploaded picture, read to its end and without metadata. Raises ValidationError with a sentence."""
    if (getattr(file, "size", 0) or 0) > MAX_BYTES:
        raise ValidationError(_("This picture is larger than 10 MB. Choose a smaller one."))
    try:
        return without_metadata(file)
    except TooManyPixels:
        raise ValidationError(_("This picture has more than 40 million pixels. Choose a smaller one.")) from None
    except BrokenPicture:
        raise ValidationError(
            _("This file is damaged, or no picture. Choose a JPEG, PNG, WebP, AVIF or GIF file.")
        ) from None


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which would show whatever lies behind the face."""
    if picture.mode in {"RGB", "L"} and "transparency" not in picture.info:
        return picture.convert("RGB")
    layered: Any = picture.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")
