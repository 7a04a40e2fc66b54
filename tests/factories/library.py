"""Pictures and documents for tests, drawn on the spot."""

import io
import itertools

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from library.models import Picture, StoredDocument
from teams.house import house_collection

_numbers = itertools.count(1)


def picture_bytes(kind="JPEG", size=(40, 30), colour="teal", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def upload(data: bytes, name="picture.jpg", content_type="image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=content_type)


def make_picture(team=None, title=None, data=None, name="picture.jpg", **fields) -> Picture:
    """A picture in a team's collection, or in the house's."""
    title = title or f"Picture {next(_numbers)}"
    return Picture.objects.create(
        title=title,
        file=ContentFile(data or picture_bytes(size=(800, 600)), name=name),
        collection=team.collection if team else house_collection(),
        **fields,
    )


def make_document(team=None, title=None, content=b"Words of the document", name="minutes.txt") -> StoredDocument:
    return StoredDocument.objects.create(
        title=title or f"Document {next(_numbers)}",
        file=ContentFile(content, name=name),
        collection=team.collection if team else house_collection(),
    )
