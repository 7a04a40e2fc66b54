"""Small real pictures for tests."""

import itertools
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection

from library.models import Picture

_numbers = itertools.count(1)


def picture_bytes(width=640, height=480, kind="PNG", **save) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), (90, 130, 120)).save(written, kind, **save)
    return written.getvalue()


def make_picture(title=None, collection=None, **fields) -> Picture:
    """A stored picture, in the house's collection unless another is given."""
    title = title or f"Picture {next(_numbers)}"
    return Picture.objects.create(
        title=title,
        file=ContentFile(picture_bytes(), name=f"{title}.png"),
        collection=collection or Collection.objects.get(name="House", depth=2),
        description=fields.pop("description", "A grey-green field"),
        **fields,
    )
