"""The ledger of effects, and the mail that waits to be sent."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Effect(models.Model):
    """One thing that must happen outside the database, and happen once: a mail, a call, a file.

    The row is written in the transaction of what causes it. Who wants to perform it takes a lease by one conditional
    update; a recorded success ends the matter for good. Written and read by `core.effects` alone.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed, will be tried again")
        DEAD = "dead", _("given up")

    OPEN_STATUSES = (Status.PENDING, Status.FAILED)

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=50)
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.TextField(blank=True)
    runner = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        indexes = [
            models.Index(fields=["status", "next_at"], name="effect_due"),
            models.Index(fields=["kind", "status"], name="effect_kind"),
        ]

    def __str__(self) -> str:
        return self.key


class OutgoingMail(models.Model):
    """A mail as it will be sent, byte for byte, with its envelope. Whether it was sent stands in its effect.

    The bytes are dropped once it is sent: a mail may hold a reset link, or words that the right to read was taken from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    effect = models.OneToOneField(Effect, on_delete=models.PROTECT, related_name="mail")
    sender = models.CharField(max_length=320)
    recipients = models.JSONField()
    subject = models.TextField(blank=True)
    message = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")

    def __str__(self) -> str:
        return self.subject
