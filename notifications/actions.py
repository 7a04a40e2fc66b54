"""Telling somebody something, once, and what becomes of it in the inbox."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .channels import channel_of
from .following import muters_among
from .kinds import Kind, WhenMuted, kind_named
from .mailing import promise_mails
from .models import Channel, Notification
from .subjects import PAGE, Subject


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
    about: Collection[Subject] = (),
) -> Notification | None:
    """Put a line into somebody's inbox and, where the kind has one and they want it at once, a mail on its way.

    ``key`` names the occasion: together with the person it is unique, so telling twice changes nothing. ``about`` are
    the subjects whose muting counts, the page if nothing is said. Belongs inside the transaction of what is told.
    People without access, the actor themself, and who muted it are told nothing: returns None.
    """
    described = described_kind(kind)
    if not person.is_active or (actor is not None and actor.pk == person.pk):
        return None
    subjects = list(about) or ([Subject(PAGE, page.pk)] if page is not None else [])
    is_muted = described.when_muted is not WhenMuted.TOLD and bool(muters_among([person.pk], subjects))
    if is_muted and described.when_muted is WhenMuted.SILENT:
        return None
    with_mail = mail and described.has_mail and not is_muted
    with transaction.atomic(savepoint=False):
        row, is_new = Notification.objects.get_or_create(
            key=key_for(person.pk, key),
            defaults={
                "person": person,
                "kind": kind,
                "page_id": page.pk if page is not None else None,
                "target_id": target_id,
                "actor": actor,
                "data": data or {},
                "about": [str(subject) for subject in subjects],
                "channel": channel_of(person, described) if with_mail else Channel.NEVER,
            },
        )
        if is_new:
            get_user_model().objects.filter(pk=person.pk).update(unread_count=F("unread_count") + 1)
            if row.channel == Channel.NOW and person.email:
                promise_mails(described, [row.pk])
    return row


def described_kind(name: str) -> Kind:
    kind = kind_named(name)
    if kind is None:
        raise LookupError(f"Nobody registered the kind of notification {name!r}.")
    return kind


def key_for(person_id: int, occasion: str) -> str:
    return f"{person_id}:{occasion}"[:120]


@transaction.atomic
def mark_read(*, person: Any, rows: Any = None) -> int:
    """Mark rows (all by default) as read; the count on the person's row follows. Returns how many were unread."""
    unread = Notification.objects.filter(person=person, read_at__isnull=True)
    if rows is not None:
        unread = unread.filter(pk__in=[row.pk for row in rows])
    return _mark(person, unread)


@transaction.atomic
def mark_read_about(*, person: Any, page_id: int) -> int:
    """Mark everything told about a page as read: for whoever knows that the person has seen it there."""
    return _mark(person, Notification.objects.filter(person_id=person.pk, page_id=page_id, read_at__isnull=True))


def _mark(person: Any, unread: Any) -> int:
    changed = int(unread.update(read_at=timezone.now()))
    if changed:
        recount(person)
    return changed


def recount(person: Any) -> None:
    left = Notification.objects.filter(person_id=person.pk, read_at__isnull=True).count()
    get_user_model().objects.filter(pk=person.pk).update(unread_count=left)
    person.unread_count = left
