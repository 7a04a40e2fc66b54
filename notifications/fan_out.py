"""Telling everybody who follows something: promised with the event, done in the background, a batch at a time.

A batch is one transaction. Killed midway and performed again, it walks past those who were told: each row's key is
unique, counts are raised for new rows alone, and every mail has its own effect.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Page

from core import effects

from .actions import described_kind, key_for
from .channels import channels_for
from .following import are_followed, followers_of
from .kinds import Kind
from .mailing import promise_mails
from .models import Channel, Notification
from .subjects import Subject

ROUND = "notification-round"
BATCH = 500


def tell_followers(
    *,
    subjects: Collection[Subject],
    kind: str,
    key: str,
    page: Any = None,
    target_id: int | None = None,
    actor: Any = None,
    data: dict[str, Any] | None = None,
    except_for: Collection[int] = (),
) -> None:
    """Promise a line in the inbox of everybody who follows one of the subjects and mutes none of them.

    One effect in the caller's transaction, whatever the number of followers; none where nobody follows. ``key`` is the
    occasion's, as in ``tell``: who was told of it directly is not told again. Actor and ``except_for`` hear nothing.
    """
    described_kind(kind)
    if not are_followed(subjects):
        return
    payload = {
        "subjects": [str(subject) for subject in subjects],
        "kind": kind,
        "key": key,
        "page": page.pk if page is not None else None,
        "target": target_id,
        "actor": actor.pk if actor is not None else None,
        "data": data or {},
        "except_for": sorted({*except_for, *([actor.pk] if actor is not None else [])}),
    }
    effects.promise(f"{ROUND}:{kind}:{key}"[:200], ROUND, payload)


@effects.performs(ROUND)
def go_round(payload: dict[str, Any]) -> None:
    """Tell the followers in the order of their numbers, a batch at a time, each in its own transaction."""
    kind = described_kind(payload["kind"])
    row = Notification(
        kind=kind.name,
        page_id=_existing(Page, payload["page"]),
        target_id=payload["target"],
        actor_id=_existing(get_user_model(), payload["actor"]),
        data=payload["data"],
        about=payload["subjects"],
    )
    followers = followers_of([Subject.read(text) for text in payload["subjects"]])
    followers = followers.exclude(pk__in=payload["except_for"]).order_by("pk")
    last = 0
    while batch := list(followers.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        _tell_batch(kind, row, payload["key"], batch)
        last = batch[-1]


@effects.describes(ROUND)
def _in_words(payload: dict[str, Any]) -> str:
    kind = described_kind(payload["kind"])
    return _("Telling followers: %(kind)s (%(key)s)") % {"kind": kind.label, "key": payload["key"]}


@transaction.atomic
def _tell_batch(kind: Kind, row: Notification, key: str, batch: list[int]) -> None:
    """Ten queries, and one for each mail's task."""
    # Their rows are locked first: two that go the same round do not both believe that a line is theirs.
    people = get_user_model().objects.select_for_update(no_key=True).filter(pk__in=batch, is_active=True)
    emails = dict(people.order_by("pk").values_list("pk", "email"))
    readers = kind.readers_among(row.page_id, list(emails))
    keys = {key_for(pk, key): pk for pk in sorted(readers)}
    known = set(Notification.objects.filter(key__in=keys.keys()).values_list("key", flat=True))
    chosen = channels_for(kind, readers) if kind.has_mail else {}
    default = kind.default if kind.has_mail else Channel.NEVER
    row.data = kind.data_now(row)
    Notification.objects.bulk_create(
        (
            _copy(row, key=each, person_id=pk, channel=chosen.get(pk, default))
            for each, pk in keys.items()
            if each not in known
        ),
        ignore_conflicts=True,
    )
    new = Notification.objects.filter(key__in=keys.keys() - known).values_list("pk", "person_id", "channel")
    told = list(new)
    get_user_model().objects.filter(pk__in=[person_id for _pk, person_id, _channel in told]).update(
        unread_count=F("unread_count") + 1
    )
    promise_mails(kind, [pk for pk, person_id, channel in told if channel == Channel.NOW and emails[person_id]])


def _copy(row: Notification, **values: Any) -> Notification:
    same = {name: getattr(row, name) for name in ("kind", "page_id", "target_id", "actor_id", "data", "about")}
    return Notification(**same, **values)


def _existing(model: Any, pk: int | None) -> int | None:
    """A number that is still somebody's, or None: what is told must not point to what was deleted meanwhile."""
    return pk if pk is not None and model.objects.filter(pk=pk).exists() else None
