"""Telling somebody something, once."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core import effects

from .kinds import is_seen, kind_named
from .models import Notification

MAIL = "notification-mail"


def tell(
    *,
    person: Any,
    kind: str,
    key: str,
    page: Any = None,
    target_id: int | None = None,
    actor: Any = None,
    data: dict[str, Any] | None = None,
    mail: bool = True,
) -> Notification | None:
    """Put a line into somebody's inbox and, where the kind has one, a mail on its way.

    ``key`` names the occasion: together with the person it is unique, so telling twice changes nothing. Belongs inside
    the transaction of what is told. People without access, and the actor themself, are told nothing: returns None.
    """
    described = kind_named(kind)
    if described is None:
        raise LookupError(f"Nobody registered the kind of notification {kind!r}.")
    if not person.is_active or (actor is not None and actor.pk == person.pk):
        return None
    with transaction.atomic():
        row, is_new = Notification.objects.get_or_create(
            key=f"{person.pk}:{key}"[:120],
            defaults={
                "person": person,
                "kind": kind,
                "page_id": page.pk if page is not None else None,
                "target_id": target_id,
                "actor": actor,
                "data": data or {},
            },
        )
        if is_new:
            get_user_model().objects.filter(pk=person.pk).update(unread_count=F("unread_count") + 1)
            if mail and described.mail and person.email:
                effects.promise(f"{MAIL}:{row.pk}", MAIL, {"notification": row.pk})
    return row


@effects.performs(MAIL)
def send_mail(payload: dict[str, Any]) -> None:
    """Write and queue the mail of one notification, unless the right to it is gone by now."""
    row = Notification.objects.select_related("person", "page", "actor").filter(pk=payload["notification"]).first()
    if row is None or not row.person.is_active or not row.person.email:
        return
    kind = kind_named(row.kind)
    if kind is None or not kind.mail or not is_seen(row.person, row):
        return
    context = {
        "row": row,
        "person": row.person,
        "sentence": kind.sentence(row),
        "address": absolute(kind.address(row)),
        "inbox": absolute("/inbox/"),
        "data": row.data,
    }
    with translation.override(settings.LANGUAGE_CODE), timezone.override(row.person.time_zone or "UTC"):
        subject = " ".join(render_to_string(f"{kind.mail}_subject.txt", context).split())
        text = render_to_string(f"{kind.mail}.txt", context).strip() + "\n"
    EmailMultiAlternatives(subject=subject, body=text, to=[row.person.email]).send()


def absolute(path: str) -> str:
    """An address for a mail: from the settings, never from a request's Host."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}" if path.startswith("/") else path


@transaction.atomic
def mark_read(*, person: Any, rows: Any = None) -> int:
    """Mark rows (all by default) as read; the count on the person's row follows. Returns how many were unread."""
    unread = Notification.objects.filter(person=person, read_at__isnull=True)
    if rows is not None:
        unread = unread.filter(pk__in=[row.pk for row in rows])
    changed = unread.update(read_at=timezone.now())
    if changed:
        recount(person)
    return changed


def recount(person: Any) -> None:
    left = Notification.objects.filter(person=person, read_at__isnull=True).count()
    get_user_model().objects.filter(pk=person.pk).update(unread_count=left)
    person.unread_count = left
