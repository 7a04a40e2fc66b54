"""What is planned, for calendar programs (RFC 5545). Times are in UTC, so that no program has to know our time zones,
and a change of clocks between writing and reading moves nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from notifications.letters import absolute

from .entries import Entry, entries_for

PAST, FUTURE = timedelta(days=31), timedelta(days=366)
SHOWN_FOR = timedelta(minutes=15)  # what has no length is drawn by some programs as nothing
AGAIN_AFTER = timedelta(hours=1)


def feed_for(person: Any, now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Intramural//Editorial calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Editorial calendar"))
    calendar.add("refresh-interval", AGAIN_AFTER, parameters={"value": "DURATION"})
    for entry in entries_for(person, now - PAST, now + FUTURE):
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    # The same for a page's date wherever it moves to, so that programs move it and do not show it twice.
    event.add("uid", f"{entry.kind.value}-{entry.article_id}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", entry.at.astimezone(UTC))
    event.add("dtend", entry.at.astimezone(UTC) + SHOWN_FOR)
    event.add("summary", _("%(what)s: %(title)s") % {"what": entry.kind.label, "title": entry.title})
    event.add("description", entry.team.name)
    event.add("url", absolute(entry.address))
    event.add("status", "CONFIRMED" if entry.is_settled else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event
