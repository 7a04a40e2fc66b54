"""Changes to people: their own profile, and whether they still belong here."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.access import is_administrator, is_somebody

PROFILE_FIELDS = ("job_title", "place", "time_zone", "languages", "about")


def change_profile(
    *, person: Any, by: Any, profile: Mapping[str, str], face: ContentFile | None = None, remove_face: bool = False
) -> None:
    """Write a profile, and with ``face`` a new picture. Everybody changes their own, administrators anybody's."""
    if not is_somebody(by) or (by.pk != person.pk and not is_administrator(by)):
        raise PermissionDenied
    storage, old = person.face.storage, person.face.name
    if face is not None:
        # The file is written before the row: a file nobody names harms less than a name without its file.
        person.face.save(face.name, face, save=False)
    elif remove_face:
        person.face = ""
    for name in PROFILE_FIELDS:
        if name in profile:
            setattr(person, name, profile[name])
    changed = person.face.name != old
    with transaction.atomic():
        person.save()
        log(instance=person, action="people.profile", user=by)
        if old and changed:
            transaction.on_commit(lambda: storage.delete(old))


@transaction.atomic
def deactivate(*, person: Any, by: Any) -> None:
    """End somebody's access from their next request on. What they wrote, and their byline, stay.

    Memberships stay as they are: they say where somebody was, and open nothing without access.
    """
    if not is_administrator(by):
        raise PermissionDenied
    if person.pk == by.pk:
        raise ValidationError(_("You cannot end your own access. Ask another administrator."))
    row = _locked(person)
    if row.is_active:
        row.is_active = False
        row.save()
        log(instance=row, action="people.deactivate", user=by)


@transaction.atomic
def reactivate(*, person: Any, by: Any) -> None:
    """Let somebody in again. Sessions from before stay ended."""
    if not is_administrator(by):
        raise PermissionDenied
    row = _locked(person)
    if row.anonymised_at is not None:
        raise ValidationError(_("Nobody knows any more whose account this was. Make a new one."))
    if not row.is_active:
        row.is_active = True
        row.save()
        log(instance=row, action="people.reactivate", user=by)


def _locked(person: Any) -> Any:
    return get_user_model().objects.select_for_update().get(pk=person.pk)
