"""Drawn pictures and written documents, put into the library."""

from typing import Any

from django.core.files.base import ContentFile

from core.pictures import CleanPicture
from demo.documents import write_document
from demo.drawing import draw
from library.models import Picture, StoredDocument
from teams.models import Team

SMALL = (1200, 675)


def store_picture(
    family: str, seed: int, *, team: Team, by: Any, title: str, size: tuple[int, int] | None = None
) -> Picture:
    """A picture in a team's collection. It was drawn a moment ago, so there is nothing to clean from it."""
    drawing = draw(family, seed, size)
    name = f"{family}-{seed}.jpg"
    picture = Picture(
        title=title[:255], description=drawing.description[:255], collection=team.collection, uploaded_by_user=by
    )
    picture.file = CleanPicture(drawing.as_jpeg(), name=name)
    picture.save()
    return picture


def store_document(name: str, *, team: Team, by: Any, title: str) -> StoredDocument:
    document = StoredDocument(title=title[:255], collection=team.collection, uploaded_by_user=by)
    document.file = ContentFile(write_document(name), name=name)
    document._set_document_file_metadata()
    document.save()
    return document
