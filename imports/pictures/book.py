"""Which picture of the library stands for one of the old blog; put there when it is first asked for.

A file is stored before its row, and the row with the note that it is here, so a run that is killed in between leaves
at most a file that nobody names, and never a picture twice.
"""

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from PIL import Image

from core.pictures import BrokenPicture, TooManyPixels, without_metadata
from library.models import Picture
from teams.models import Team

from ..converting.result import Shown
from ..models import ImportedPicture
from ..records import Attachment
from ..stage import Stage
from .fetching import NotFetched, fetch
from .shelf import Shelf, TooLarge, original_name

_ENDINGS = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif"}
_MOST_REMEMBERED = 5000


class PictureBook:
    """``tell`` is given the name of a picture and why it could not be taken. A trial finds and stores nothing."""

    def __init__(
        self, *, stage: Stage, shelf: Shelf, team: Team, by: Any, fetches: bool, is_trial: bool,
        tell: Callable[[str, str], None],
    ) -> None:  # fmt: skip
        self.stage, self.shelf, self.team, self.by = stage, shelf, team, by
        self.fetches, self.is_trial, self.tell = fetches, is_trial, tell
        self.stored = 0
        self._known: dict[str, Shown | None] = {}

    def is_here(self, attachment: Attachment) -> bool:
        """Whether a file of the old blog came along; in a trial, whether it would."""
        key = self._key(attachment.address)
        if self.is_trial or key in self._known:
            return self._known.get(key) is not None
        return ImportedPicture.objects.filter(team=self.team, key=key).exists()

    def _key(self, address: str) -> str:
        words = f"{self.stage.site.source}\n{_without_size(address)}"
        return hashlib.sha256(words.encode(errors="replace")).hexdigest()

    def find(self, address: str, number: str = "") -> Shown | None:
        """The picture with this address or number; None where there is none to be had."""
        attachment = self.stage.attachment(number, address)
        address = attachment.address if attachment is not None and attachment.address else address
        if not address or address.startswith("data:"):
            return None
        key = self._key(address)
        if key not in self._known:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = self._looked_up(key, address, attachment)
        return self._known[key]

    def _looked_up(self, key: str, address: str, attachment: Attachment | None) -> Shown | None:
        if self.is_trial:
            return _shown(Picture(pk=0), attachment) if self.shelf.find(address) or self.fetches else None
        known = ImportedPicture.objects.select_related("picture").filter(team=self.team, key=key).first()
        if known is not None:
            return _shown(known.picture, attachment)
        name = PurePosixPath(address.partition("?")[0]).name[:100] or address[:100]
        try:
            data = self._bytes(address)
            picture = self._stored(key, data, name, attachment) if data is not None else None
        except TooLarge:
            self.tell(name, _("This picture is larger than pictures may be here, and was left out."))
        except TooManyPixels:
            self.tell(name, _("This picture has more points than a server can draw, and was left out."))
        except BrokenPicture:
            self.tell(name, _("This file is no picture, or is damaged, and was left out."))
        except NotFetched as why:
            self.tell(name, _("This picture could not be fetched: %(why)s.") % {"why": why})
        except OSError:
            self.tell(name, _("This picture could not be read or stored."))
        else:
            return _shown(picture, attachment) if picture is not None else None
        return None

    def _bytes(self, address: str) -> bytes | None:
        found = self.shelf.find(address)
        if found is not None:
            return self.shelf.read(found)
        return fetch(f"https:{address}" if address.startswith("//") else address) if self.fetches else None

    def _stored(self, key: str, data: bytes, name: str, attachment: Attachment | None) -> Picture:
        clean = without_metadata(ContentFile(data, name=name))
        stem = PurePosixPath(name).stem[:60] or "picture"
        with Image.open(BytesIO(data)) as opened:
            ending = _ENDINGS.get(opened.format or "", ".jpg")
        clean.name = f"{stem}{ending}"
        picture = Picture(
            title=(attachment.title if attachment is not None else "")[:255] or stem,
            description=(attachment.alt if attachment is not None else "")[:255],
            collection=self.team.collection,
            uploaded_by_user=self.by,
        )
        picture.file = clean  # type: ignore[assignment]  # the field takes any file
        picture._set_image_file_metadata()
        picture.file.save(clean.name, clean, save=False)
        picture.file.close()
        try:
            with transaction.atomic():
                picture.save()
                ImportedPicture.objects.create(team=self.team, key=key, picture=picture)
        except IntegrityError:
            # Another run was quicker by a moment.
            picture.file.storage.delete(picture.file.name)
            return ImportedPicture.objects.select_related("picture").get(team=self.team, key=key).picture
        self.stored += 1
        return picture


def _without_size(address: str) -> str:
    host_and_path = address.partition("?")[0].partition("//")[2] or address
    folder, slash, name = host_and_path.rpartition("/")
    return f"{folder}{slash}{original_name(name)}" if name else address


def _shown(picture: Picture, attachment: Attachment | None) -> Shown:
    told = attachment or Attachment(number="", address="")
    return Shown(pk=picture.pk, title=picture.title, alt=told.alt or picture.description, caption=told.caption)
