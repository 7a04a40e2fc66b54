"""Telling somebody that what they asked for is ready."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.actions import tell
from notifications.kinds import Kind, Rows, register
from notifications.models import Notification

from .models import Package
from .permissions import may_have

PACKAGE_READY = "package_ready"


def package_ready(package: Package) -> None:
    """To whoever asked. Belongs inside the transaction that makes it ready."""
    tell(
        person=package.asked_by,
        kind=PACKAGE_READY,
        key=f"{PACKAGE_READY}:{package.pk}",
        target_id=package.pk,
        data={"name": str(package.subject), "address": _page(package)},
    )


def _page(package: Package) -> str:
    if package.team is not None:
        return reverse("exports:team", args=[package.team.slug])
    if package.person_id == package.asked_by_id:
        return reverse("exports:own")
    return reverse("exports:person", args=[package.person.username])  # type: ignore[union-attr]  # of a team or a person


def _still_seen(person: Any, rows: Rows) -> set[int]:
    """Rows whose package is there and theirs: one query."""
    numbers = {row.target_id: row.pk for row in rows if row.target_id is not None}
    found = Package.objects.filter(pk__in=numbers).select_related("team", "person")
    return {numbers[package.pk] for package in found if may_have(person, package)}


def _sentence(row: Notification) -> str:
    return str(_("Ready to be taken along: %(name)s.")) % {"name": "", **row.data}


def register_kinds() -> None:
    register(
        Kind(
            PACKAGE_READY,
            _("Something I asked to take along is ready"),
            _sentence,
            lambda row: str(row.data.get("address", "")),
            _still_seen,
            "file",
            "exports/mail/ready",
        )
    )
