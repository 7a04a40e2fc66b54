"""The people who work here."""

import hashlib
import secrets
import zoneinfo
from pathlib import PurePath
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.text import fold

from .querysets import UserQuerySet

HUES = 12
FACE_FOLDER = "faces"


def face_path(person: "User", filename: str) -> str:
    """Faces are named by chance: an address cannot be guessed from a person."""
    return f"{FACE_FOLDER}/{secrets.token_urlsafe(12)}{PurePath(filename).suffix.lower()}"


def hue_of(name: str) -> int:
    """A steady colour for a name, 0 to 11."""
    return hashlib.sha256(name.encode()).digest()[0] % HUES


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list, such as Europe/Paris."))


class People(UserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # built at run time
    """Finds people by the folded form of their username, so that Ada and ada are one person."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username_folded=fold(username or ""))


class User(AbstractUser):  # type: ignore[django-manager-missing]  # what higher rooms relate to it is theirs
    """A person: account, face and profile in one."""

    username = models.CharField(
        _("username"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^\w[\w.-]*$", _("Use letters, digits, dots, dashes and underscores."))],
        error_messages={"unique": _("Somebody has this username already.")},
    )
    username_folded = models.CharField(max_length=60, unique=True, editable=False)
    name_folded = models.CharField(max_length=320, db_index=True, editable=False, default="")
    # Everything the directory finds a person by, folded: databases do not agree on what the case of a letter is.
    words_folded = models.TextField(editable=False, default="")
    job_title = models.CharField(_("role"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    languages = models.CharField(
        _("languages"), max_length=200, blank=True, help_text=_("Those you can be written to in, separated by commas.")
    )
    about = models.TextField(_("about"), max_length=2000, blank=True)
    face = models.ImageField(_("picture of you"), upload_to=face_path, blank=True)
    hue = models.PositiveSmallIntegerField(editable=False, default=0)
    unread_count = models.PositiveIntegerField(editable=False, default=0)
    deactivated_at = models.DateTimeField(null=True, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)
    # Part of what a session is checked against: counting up ends every session this person has.
    session_epoch = models.PositiveIntegerField(editable=False, default=0)
    # What groups make of a person, kept on the row so that the frame of a page needs no query to know it.
    can_write = models.BooleanField(editable=False, default=False)
    has_cms = models.BooleanField(editable=False, default=False)

    # Changed by ``update()`` only: a form that was open for an hour must not bring back an old count.
    KEPT_BY_OTHERS: ClassVar = frozenset({"unread_count", "can_write", "has_cms"})

    objects: ClassVar = People()

    class Meta(AbstractUser.Meta):
        indexes = [models.Index(fields=["is_active", "name_folded"])]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username_folded = fold(self.username)
        self.name_folded = fold(self.display_name)
        self.words_folded = fold(
            " ".join(
                (self.display_name, self.username, self.job_title, self.place, self.languages, self.time_zone_words)
            )
        )
        self.hue = hue_of(self.username)
        if self.is_active:
            self.deactivated_at = None
        elif self.deactivated_at is None:
            # Whichever screen took the access away: no session of theirs revives if it is given back one day.
            self.deactivated_at = timezone.now()
            self.session_epoch += 1
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in self.KEPT_BY_OTHERS
            ]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        taken = User.objects.filter(username_folded=fold(self.username)).exclude(pk=self.pk)
        if taken.exists():
            raise ValidationError({"username": _("Somebody has this username already.")})

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session of this person carries: another password or another epoch, and it is over."""
        return salted_hmac(
            "people.User.session", f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def time_zone_words(self) -> str:
        """ "America/New_York" as people type it."""
        return self.time_zone.replace("/", " ").replace("_", " ")

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username

    def __str__(self) -> str:
        return self.display_name

    @property
    def initials(self) -> str:
        words = self.display_name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def face_url(self) -> str | None:
        """Where this person's picture is shown to whoever is signed in."""
        return reverse("people:face", args=[PurePath(self.face.name or "").name]) if self.face else None

    def get_absolute_url(self) -> str:
        return reverse("people:profile", args=[self.username])
