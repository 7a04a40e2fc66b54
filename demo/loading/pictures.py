"""Drawn pictures and written documents, put into the library."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Collection

from core.pictures import CleanPicture
from demo.documents import write_document
from demo.drawing import draw
from library.models import Picture, StoredDocument

SMALL = (1200, 675)


def store_picture(
    family: str, seed: int, *, collection: Collection, by: Any, title: str, size: tuple[int, int] | None = None
) -> Picture:
    """A picture in a collection. It was drawn a moment ago, so there is nothing to clean from it."""
    drawing = draw(family, seed, size)
    name = f"{family}-{seed}.jpg"
    return Picture.objects.create(
        title=title[:255],
        description=drawing.description[:255],
        file=CleanPicture(drawing.as_jpeg(), name=name),
        collection=collection,
        uploaded_by_user=by,
    )


def store_document(name: str, *, collection: Collection, by: Any, title: str) -> StoredDocument:
    document = StoredDocument(title=title[:255], collection=collection, uploaded_by_user=by)
    document.file = ContentFile(write_document(name), name=name)
    document._set_document_file_metadata()
    document.save()
    return document
