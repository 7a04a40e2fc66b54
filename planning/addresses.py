"""Making, revoking and reading private addresses of calendars."""

import hashlib
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.access import is_somebody

from .models import CalendarAddress

SECRET_BYTES = 32
LONGEST = 64


@transaction.atomic
def make_address(*, person: Any) -> str:
    """A new secret for somebody's own calendar; the one before it opens nothing any more. It is given back this once:
    only its digest is kept."""
    if not is_somebody(person):
        raise PermissionDenied
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarAddress.objects.update_or_create(
        person=person, defaults={"digest": _digest(secret), "made_at": timezone.now()}
    )
    return secret


def revoke_address(*, person: Any) -> bool:
    """Whether there was one."""
    deleted, _by_kind = CalendarAddress.objects.filter(person=person).delete()
    return bool(deleted)


def person_behind(secret: str) -> Any | None:
    """Whose calendar a secret opens now; nobody's once it was revoked or its person has no access any more."""
    if len(secret) > LONGEST:
        return None
    found = CalendarAddress.objects.select_related("person").filter(digest=_digest(secret)).first()
    return found.person if found is not None and is_somebody(found.person) else None


def _digest(secret: str) -> str:
    # Not a slow one: there is nothing to guess in 32 bytes of chance.
    return hashlib.sha256(secret.encode()).hexdigest()
