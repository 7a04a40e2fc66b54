"""Forgetting who somebody was: their account becomes a former colleague, and what they wrote stays readable."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from core.access import is_administrator
from core.text import fold

from .signals import anonymised


@transaction.atomic
def anonymise(*, person: Any, typed_username: str, by: Any) -> Any:
    """Take name, username, address, face and profile from an account, and end its access, for good.

    Whoever keeps the name elsewhere (comments, notifications, logs of teams) answers ``people.signals.anonymised`` in
    this transaction. Rows go on pointing to the account, so that threads and records stay whole.
    """
    if not is_administrator(by):
        raise PermissionDenied
    if person.pk == by.pk:
        raise ValidationError(_("You cannot do this to yourself. Ask another administrator."))
    row = get_user_model().objects.select_for_update().get(pk=person.pk)
    if row.anonymised_at is not None:
        return row
    if fold(typed_username) != row.username_folded:
        raise ValidationError(_("Type the username exactly, so that it is certainly this person."))
    before = {"name": row.display_name, "username": row.username}
    _empty(row)
    row.save()
    storage, face = person.face.storage, person.face.name
    if face:
        transaction.on_commit(lambda: storage.delete(face))
    ModelLogEntry.objects.for_instance(row).update(label=str(row))
    log(instance=row, action="people.anonymise", user=by)
    anonymised.send(sender=type(row), person=row, **before)
    return row


def _empty(row: Any) -> None:
    row.username = f"former-{row.pk}"
    row.first_name, row.last_name = _("Former colleague"), ""
    row.email = row.job_title = row.place = row.languages = row.about = ""
    row.face = ""
    row.time_zone = "UTC"
    row.set_unusable_password()
    row.is_active = row.is_staff = row.is_superuser = False
    row.last_login = None
    row.session_epoch += 1
    row.anonymised_at = timezone.now()
