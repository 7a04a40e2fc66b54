"""Pictures and documents. Each belongs to one collection: a team's, or the house's."""

import secrets
from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.db import DatabaseError, models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import (
    IMAGE_FORMAT_EXTENSIONS,
    AbstractImage,
    AbstractRendition,
    Filter,
    ImageQuerySet,
    SourceImageIOError,
    WagtailImageField,
    WagtailImageFieldFile,
)
from wagtail.images.models import get_upload_to as picture_path

from core.pictures import CleanedOnTheWayIn, without_metadata

from .querysets import OfVisibleCollections
from .sizes import SIZES, ShownPicture, shown_at


def new_key() -> str:
    return secrets.token_urlsafe(16)


class PictureQuerySet(OfVisibleCollections, ImageQuerySet):
    pass


class StoredDocumentQuerySet(OfVisibleCollections, DocumentQuerySet):
    pass


class PictureFile(CleanedOnTheWayIn, WagtailImageFieldFile):
    """The stored original of a picture."""


class PictureFileField(WagtailImageField):
    attr_class = PictureFile


class Picture(AbstractImage):
    """A picture. Where and with what it was taken is removed on the way in."""

    file = PictureFileField(_("file"), upload_to=picture_path, width_field="width", height_field="height")
    description = models.CharField(
        _("what it shows"),
        max_length=255,
        blank=True,
        help_text=_(
            "For colleagues who cannot see it: one sentence, as you would say it on the phone. "
            "Leave it empty for mere decoration."
        ),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        *(f"focal_point_{name}" for name in ("x", "y", "width", "height")),
    )

    # Readers meet a picture at an address made of this, never of its number.
    key = models.CharField(max_length=32, unique=True, editable=False, default=new_key)

    objects = PictureQuerySet.as_manager()

    def shown(self, size: str, *, alt: str = "", decorative: bool = False) -> ShownPicture:
        """This picture at one of the house's sizes, without touching the database or the file."""
        return shown_at(self, SIZES[size], alt="" if decorative else (alt or self.description))

    def get_upload_to(self, filename: str) -> str:
        return _unguessable(super().get_upload_to(filename))

    def create_rendition(self, filter: Filter) -> "PictureRendition":
        """Draw this picture anew and keep the result; of two who do so at once, the second drops theirs.

        Raises SourceImageIOError, which Wagtail's own screens know how to show, whatever went wrong: a lost or broken
        original, a full disk. The row is written after the file is complete, so nobody is handed half a picture.
        """
        rendition = PictureRendition(image=self, filter_spec=filter.spec, focal_point_key=filter.get_cache_key(self))
        field = rendition.file.field
        kept = ""
        try:
            drawn = filter.run(self, BytesIO())
            name = f"{filter.spec.replace('|', '.')[:40]}{IMAGE_FORMAT_EXTENSIONS[drawn.format_name]}"
            kept = field.storage.save(field.generate_filename(rendition, name), File(drawn.f))
            made, is_new = self.renditions.get_or_create(
                filter_spec=rendition.filter_spec, focal_point_key=rendition.focal_point_key, defaults={"file": kept}
            )
        except DatabaseError:
            field.storage.delete(kept)
            raise
        except Exception as failure:
            # Decoders fail in many ways, and a picture must never take a page down.
            raise SourceImageIOError(f"Picture {self.pk} cannot be drawn as {filter.spec}") from failure
        if not is_new:
            field.storage.delete(kept)
        return made

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            # Size and hash are those of the picture without its metadata, which is the one that is kept.
            self.file.file = without_metadata(self.file.file)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [models.Index(fields=["file"], name="picture_by_file")]


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        return _unguessable(super().get_upload_to(filename))

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]


class StoredDocument(AbstractDocument):
    """A document, at an address that cannot be guessed from its number."""

    key = models.CharField(max_length=32, editable=False, default=new_key)

    admin_form_fields = ("title", "file", "collection")

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
