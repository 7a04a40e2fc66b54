"""An archive that waits for whoever asked for it."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teams.models import Team


def new_key() -> str:
    return secrets.token_urlsafe(24)


def package_path(package: "Package", filename: str) -> str:
    """Not found by any other address than that of the package: nothing else serves this folder."""
    return f"exports/{package.key}.zip"


class Package(models.Model):
    """What a team wrote, or what is by and about a person: made in the background, kept for a few days.

    ``reads`` are the groups whose pages went into it. Whoever lost one of them may not have it any more.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("being made")
        READY = "ready", _("ready")

    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    key = models.CharField(max_length=40, unique=True, default=new_key)
    file = models.FileField(upload_to=package_path, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    reads = models.JSONField(default=list)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=False, person__isnull=True) | Q(team__isnull=True, person__isnull=False),
                name="a_package_is_of_a_team_or_a_person",
            ),
            models.UniqueConstraint(fields=["asked_by", "team"], name="one_package_of_a_team_for_each"),
            models.UniqueConstraint(fields=["asked_by", "person"], name="one_package_of_a_person_for_each"),
        ]
        indexes = [models.Index(fields=["asked_at"])]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> Any:
        return self.team or self.person

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY
