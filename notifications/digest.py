"""The digest of the day: one mail at the hour a person chose, with what they chose to hear of once a day.

Only what is unseen, and no mail where nothing is. A digest that was missed comes later the same day.
"""

import zoneinfo
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import effects
from core.mail import hand_over

from . import letters
from .mailing import can_be_mailed, claim, nothing_to_say, sendable
from .models import A_GOOD_HOUR, Channel, Notification, Rhythm

DIGEST = "digest"
EVERY = timedelta(minutes=10)
OLDEST = timedelta(days=7)  # what nobody has mailed or read for a week is news no more


def promise_due() -> int:
    """The job by the clock: promises today's digest to everybody for whom something waits and whose hour has come."""
    due = {_key(person_id, day): {"person": person_id, "day": day.isoformat()} for person_id, day in _whose_hour_came()}
    return effects.promise_many(DIGEST, due, is_crowd=True) if due else 0


def _whose_hour_came() -> Iterator[tuple[int, date]]:
    now = timezone.now()
    hours = dict(Rhythm.objects.values_list("person_id", "digest_hour"))
    reachable = _waiting().filter(person__is_active=True).exclude(person__email="").order_by()
    oldest = reachable.values_list("person_id", "person__time_zone").annotate(oldest=Min("created_at"))
    for person_id, zone, since in oldest:
        today = now.astimezone(zone_named(zone)).date()
        hour = moment_of(today, hours.get(person_id, A_GOOD_HOUR), zone)
        # What came after the hour waits for tomorrow's.
        if since < hour <= now:
            yield person_id, today


def moment_of(day: date, hour: int, zone: str) -> datetime:
    """The moment of a wall clock's hour. Where the clock skips it, the hour after; where it is twice, the first."""
    wall = datetime.combine(day, time(hour), tzinfo=zone_named(zone))
    return wall.astimezone(zoneinfo.ZoneInfo("UTC"))


def zone_named(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


@effects.performs(DIGEST)
def send_digest(payload: dict[str, Any]) -> None:
    person = get_user_model().objects.filter(pk=payload["person"]).first()
    if person is None or not can_be_mailed(person):
        return
    key = _key(person.pk, date.fromisoformat(payload["day"]))
    rows = sendable(person, claim(key, person, lambda: _waiting().filter(person_id=person.pk)))
    if not rows:
        nothing_to_say(key)
        return
    hand_over(letters.digest(person, rows).message(key))


@effects.describes(DIGEST)
def _in_words(payload: dict[str, Any]) -> str:
    person = get_user_model().objects.filter(pk=payload["person"]).first()
    address = person.email if person is not None else payload["person"]
    return _("Digest of %(day)s to %(address)s") % {"day": payload["day"], "address": address}


def _waiting() -> QuerySet[Notification]:
    return Notification.objects.filter(
        channel=Channel.DAILY, mailed_by="", read_at=None, created_at__gte=timezone.now() - OLDEST
    )


def _key(person_id: int, day: date) -> str:
    return f"{DIGEST}:{person_id}:{day.isoformat()}"
