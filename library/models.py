"""Pictures and documents. Each belongs to one collection: a team's, or the house's."""

import secrets
from io import BytesIO
from typing import Any, ClassVar

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


class WordsState(models.TextChoices):
    """Whether the words inside a document are known, so that it is found by them."""

    WAITING = "waiting", _("Its words are about to be read")
    READ = "read", _("Found by every word in it")
    PARTLY = "partly", _("Found by some of its words")
    UNREADABLE = "unreadable", _("Found by its title only")


WHY_NOT_READ = {
    "long": _("It is very long, so we read how it begins."),
    "protected": _("It is protected by a password, or in a format from before 2007."),
    "broken": _("The file is damaged. If it opens for you, save it once more and upload it again."),
    "unknown_kind": _("It is not of a kind whose words we can read."),
    "too_large": _("It holds more than we can unpack."),
    "too_slow": _("Reading it took too long."),
    "no_words": _("There are no words in it, only pictures: it may have been scanned."),
    "lost": _("The file is missing on the server. Please tell an administrator."),
}


class StoredDocument(AbstractDocument):
    """A document, at an address that cannot be guessed from its number."""

    key = models.CharField(max_length=32, editable=False, default=new_key)

    # How reading its words went, and which file they are of: see ``library.reading``.
    words_state = models.CharField(
        max_length=10, choices=WordsState.choices, default=WordsState.WAITING, db_default="waiting", editable=False
    )
    words_reason = models.CharField(max_length=20, blank=True, default="", db_default="", editable=False)
    words_of = models.CharField(max_length=255, blank=True, default="", db_default="", editable=False)
    words_asked_at = models.DateTimeField(null=True, editable=False)

    admin_form_fields = ("title", "file", "collection")

    # Changed by ``update()`` only: a form that was open for an hour must not bring back an old state.
    KEPT_BY_OTHERS: ClassVar = frozenset({"words_state", "words_reason", "words_of", "words_asked_at"})

    objects = StoredDocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and kwargs.get("update_fields") is None:
            names = [field.name for field in self._meta.concrete_fields if not field.primary_key]
            kwargs["update_fields"] = [name for name in names if name not in self.KEPT_BY_OTHERS]
        super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        return reverse("wagtaildocs_serve", args=[self.pk, f"{self.key}/{self.filename}"])

    @property
    def words_said(self) -> str:
        """How far its words are known, in a sentence or two for whoever looks after it."""
        return words_said(self.words_state, self.words_reason)


def words_said(state: str, reason: str) -> str:
    """How far a document is found by its words, and why no further."""
    said, why = str(WordsState(state).label), str(WHY_NOT_READ.get(reason, ""))
    return f"{said}. {why}".rstrip()


class DocumentText(models.Model):
    """The words of a document, beside it and not on it: lists of documents need not read them."""

    document = models.OneToOneField(StoredDocument, primary_key=True, on_delete=models.CASCADE, related_name="words")
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("words of a document")

    def __str__(self) -> str:
        return self.text[:60]


def _unguessable(path: str) -> str:
    """The same path with a random word before the file's name."""
    folder, _slash, name = path.rpartition("/")
    return f"{folder}/{secrets.token_hex(8)}-{name}"[:95]
