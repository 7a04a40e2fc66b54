"""Pictures and documents. Each belongs to one collection: a team's, or the house's."""

import secrets
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet

from .metadata import without_metadata
from .querysets import OfVisibleCollections
from .sizes import SIZES, ShownPicture, shown_at

def new_key() -> str:
    return secrets.token_urlsafe(16)


class PictureQuerySet(OfVisibleCollections, ImageQuerySet):
    pass


class StoredDocumentQuerySet(OfVisibleCollections, DocumentQuerySet):
    pass


class Picture(AbstractImage):
    """A picture. Where and with what it was taken is removed on the way in."""

    admin_form_fields = ("title", "file", "description", "collection", "tags", *(
        f"focal_point_{name}" for name in ("x", "y", "width", "height")
    ))

    # Readers meet a picture at an address made of this, never of its number.
    key = models.CharField(max_length=32, unique=True, editable=False, default=new_key)

    objects = PictureQuerySet.as_manager()

    def shown(self, size: str, *, alt: str = "", decorative: bool = False) -> ShownPicture:
        """This picture at one of the house's sizes, without touching the database or the file."""
        return shown_at(self, SIZES[size], alt="" if decorative else (alt or self.description))

    def get_upload_to(self, filename: str) -> str:
        return _unguessable(super().get_upload_to(filename))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            self.file.file = without_metadata(self.file.file)
            self.file_size = None
            self.file_hash = ""
        super().save(*args, **kwargs)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class StoredDocument(AbstractDocument):
    """A document, at an address that cannot be guessed from its number."""

    key = models.CharField(max_length=32, editable=False, default=new_key)

    admin_form_fields = ("title", "file", "collection", "tags")

    objects = StoredDocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def url(self) -> str:
        return reverse("wagtaildocs_serve", args=[self.pk, f"{self.key}/{self.filename}"])


def _unguessable(path: str) -> str:
    """The same path with a random word before the file's name."""
    folder, _slash, name = path.rpartition("/")
    return f"{folder}/{secrets.token_hex(8)}-{name}"[:95]
