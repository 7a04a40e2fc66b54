"""Mails that tell what the inbox says: when they are due, which rows each one takes up, and whether it still goes.

A mail is written when its effect is performed, with the rights of that moment, and handed over at once; nothing of it
is stored. Which rows it holds is decided once: a single update claims them for the effect, so that two workers cannot
both have one, and a second attempt sends the same rows again.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import effects
from core.mail import hand_over

from . import letters
from .following import muted_among
from .kinds import Kind, WhenMuted, by_kind, kind_named, seen_among, waiting_kinds
from .models import Channel, Notification

MAIL = "notification-mail"


def promise_mails(kind: Kind, row_ids: Collection[int]) -> None:
    """A mail for each of the rows, belonging to the caller's transaction; for talk not before it has waited."""
    if not row_ids:
        return
    due = timezone.now() + timedelta(seconds=settings.INTRAMURAL_MAIL_WAITS_SECONDS) if kind.waits else None
    is_crowd = kind.waits or len(row_ids) > 1
    effects.promise_many(MAIL, {_key(pk): {"notification": pk} for pk in row_ids}, at=due, is_crowd=is_crowd)


@effects.performs(MAIL)
def send_mail(payload: dict[str, Any]) -> None:
    """Write and send the mail that is due for one row, with what else waits under its page if the kind is talk."""
    row = Notification.objects.select_related("person").filter(pk=payload["notification"]).first()
    kind = kind_named(row.kind) if row is not None else None
    if row is None or kind is None or not kind.has_mail or not can_be_mailed(row.person):
        return
    key = _key(row.pk)
    rows = sendable(row.person, claim(key, row.person, partial(_topic_of if kind.waits else _alone, row)))
    if not rows:
        nothing_to_say(key)
        return
    letter = letters.talk(row.person, rows) if kind.waits else letters.about_one(row.person, rows[0], kind)
    hand_over(letter.message(key))


@effects.describes(MAIL)
def _in_words(payload: dict[str, Any]) -> str:
    row = Notification.objects.select_related("person").filter(pk=payload["notification"]).first()
    if row is None:
        return _("A notification that is gone")
    kind = kind_named(row.kind)
    words = {"kind": kind.label if kind is not None else row.kind, "address": row.person.email}
    return _("Notification by mail to %(address)s: %(kind)s") % words


def can_be_mailed(person: Any) -> bool:
    return bool(person.is_active and person.email)


# --- Which rows a mail takes up ---------------------------------------------------------------------------------------


def claim(key: str, person: Any, free: Callable[[], QuerySet[Notification] | None]) -> list[Notification]:
    """The rows of the mail with this key: those it claimed at an earlier attempt, or now all that are ``free``."""
    mine = Notification.objects.filter(mailed_by=key)
    with transaction.atomic():
        # Two mails to one person are decided on one after the other.
        get_user_model().objects.select_for_update(no_key=True).values_list("pk").get(pk=person.pk)
        if not mine.exists() and (rows := free()) is not None:
            unseen = Notification.objects.filter(pk__in=_unseen(person, rows), mailed_by="", read_at=None)
            unseen.update(mailed_by=key, mailed_at=timezone.now())
    return list(mine.select_related("actor", "page").order_by("created_at", "pk"))


def sendable(person: Any, rows: list[Notification]) -> list[Notification]:
    """What may still be said today: unread, not muted since, and still the person's to read."""
    unread = [row for row in rows if row.read_at is None]
    muted = muted_among(person, unread)
    mutable = {kind.name for kind, _rows in by_kind(unread) if kind.when_muted is not WhenMuted.TOLD}
    wanted = [row for row in unread if row.kind not in mutable or muted.isdisjoint(row.about)]
    seen = seen_among(person, wanted)
    return [row for row in wanted if row.pk in seen]


def nothing_to_say(key: str) -> None:
    """The rows stay with their mail, which was none."""
    Notification.objects.filter(mailed_by=key).update(mailed_at=None)


def _alone(row: Notification) -> QuerySet[Notification]:
    # Rows from before there were channels have none, and their mail was promised.
    return Notification.objects.filter(pk=row.pk, channel__in=[Channel.NOW, ""], mailed_by="", read_at=None)


def _topic_of(row: Notification) -> QuerySet[Notification] | None:
    """Everything unread and unmailed that waits under the same page, or None while the person has an earlier mail
    about it and has not come back since."""
    if row.page_id is None:
        return _alone(row)
    talk = Notification.objects.filter(
        person_id=row.person_id, page_id=row.page_id, kind__in=[kind.name for kind in waiting_kinds()]
    )
    last = talk.filter(channel=Channel.NOW).exclude(mailed_by="").aggregate(at=Max("mailed_at"))["at"]
    if last is not None and not _has_come_back(row, talk, last):
        return None
    return talk.filter(channel=Channel.NOW, mailed_by="", read_at=None)


def _has_come_back(row: Notification, talk: QuerySet[Notification], since: Any) -> bool:
    if talk.filter(read_at__gt=since).exists():
        return True
    asked = {kind.came_back for kind in waiting_kinds()}
    return any(came_back(row.person, row.page_id or 0, since) for came_back in asked)


def _unseen(person: Any, free: QuerySet[Notification]) -> list[int]:
    rows = list(free)
    seen = {pk for kind, its_rows in by_kind(rows) for pk in kind.seen_on_site(person, its_rows)}
    return [row.pk for row in rows if row.pk not in seen]


def _key(row_id: int) -> str:
    return f"{MAIL}:{row_id}"
