"""What people were told, what they want to hear of, and in which channel."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .choices import Channel, Stance

__all__ = ["Channel", "Choice", "Following", "Notification", "Rhythm", "Stance"]

A_GOOD_HOUR = 8


class Notification(models.Model):
    """One thing told to one person. ``key`` is unique: nobody is told the same thing twice.

    ``channel`` is how a mail was to tell of it, ``mailed_by`` the effect whose mail took it up: a row is in one mail
    at most. ``mailed_at`` is empty where that mail had nothing left to say.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    target_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    # The subjects of the event, such as "page:12": what muting one of them is asked against.
    about = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True, default="", db_default="")
    mailed_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notification")
        indexes = [
            models.Index(fields=["person", "-created_at"]),
            models.Index(fields=["page"]),
            models.Index(fields=["mailed_by"], condition=~models.Q(mailed_by=""), name="notification_mailed_by"),
            models.Index(
                fields=["person"],
                condition=models.Q(channel=Channel.DAILY, mailed_by="", read_at=None),
                name="notification_for_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id}"


class Following(models.Model):
    """Somebody follows a subject, or wants to hear nothing of it. Nothing said is no row."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings")
    kind = models.CharField(max_length=10)
    number = models.BigIntegerField()
    stance = models.CharField(max_length=10, choices=Stance.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("following")
        constraints = [models.UniqueConstraint(fields=["person", "kind", "number"], name="one_stance_to_a_subject")]
        indexes = [models.Index(fields=["kind", "number", "stance", "person"], name="following_of_subject")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.stance} {self.kind}:{self.number}"


class Choice(models.Model):
    """The channel somebody chose for one kind, where it is not the kind's own."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)

    class Meta:
        verbose_name = _("choice")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_choice_a_person_and_kind")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}: {self.channel}"


class Rhythm(models.Model):
    """When the digest of the day comes, and what following does by itself. Most people have no row: see ``of``."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    digest_hour = models.PositiveSmallIntegerField(default=A_GOOD_HOUR, validators=[MaxValueValidator(23)])
    follows_own_talk = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("rhythm")

    def __str__(self) -> str:
        return f"{self.person_id} at {self.digest_hour}"

    @classmethod
    def of(cls, person: Any) -> "Rhythm":
        return cls.objects.filter(pk=person.pk).first() or cls(person_id=person.pk)
