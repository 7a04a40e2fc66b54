"""What is looked for in vain: counted by day, of nobody by name, and only for a while."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import group_ids, is_administrator
from core.jobs import register
from teams.models import Team, Visibility

from . import statements
from .index.words import words_in
from .models import Asked
from .questions import MOST_WORDS

KEPT_FOR = timedelta(days=90)
LISTED_FOR = timedelta(days=30)
_TICKET_SECONDS = 6 * 3600
_MOST_A_DAY = 5_000
_MOST_LISTED = 50
_SALT = "search.asked"


def ticket_for(text: str, count: int) -> str:
    """What a page of results hands back when it was looked at, and when something on it was opened: so that nobody
    counts what was never asked. It says nothing that does not stand on the page."""
    return signing.dumps([" ".join(words_in(text)[:MOST_WORDS])[:200], bool(count)], salt=_SALT)


def take_down(ticket: str, *, by: Any, is_opened: bool) -> None:
    """Count one search, or that something it found was opened. Raises signing.BadSignature for what is no ticket.

    Who belongs to a closed or secret team may look for what only that team knows of, also where nothing is written
    yet. Of theirs only words count that stand in something everybody may read.
    """
    words, found = signing.loads(ticket, salt=_SALT, max_age=_TICKET_SECONDS)
    asked = set(words.split())
    if _is_behind_a_wall(by) and statements.standing_in(asked, []) != asked:
        return
    today = timezone.localdate()
    with transaction.atomic():
        known = Asked.objects.filter(words=words, day=today)
        if is_opened:
            known.update(opened=F("opened") + 1)
            return
        if not known.exists() and Asked.objects.filter(day=today).count() >= _MOST_A_DAY:
            return  # whoever asks so much fills no table
        Asked.objects.get_or_create(words=words, day=today)
        known.update(times=F("times") + 1, found_nothing=F("found_nothing") + (0 if found else 1))


def _is_behind_a_wall(person: Any) -> bool:
    closed = Team.objects.exclude(visibility=Visibility.OPEN).filter(readers_id__in=group_ids(person))
    return is_administrator(person) or closed.exists()


def in_vain() -> dict[str, list[dict[str, Any]]]:
    """The searches of the last month that found nothing, and those whose results nobody opened; the most frequent
    first. A search that holds a word which stands behind a wall alone is in neither list."""
    since = timezone.localdate() - LISTED_FOR
    rows = (
        Asked.objects.filter(day__gte=since)
        .values("words")
        .annotate(asked=Sum("times"), nothing=Sum("found_nothing"), clicks=Sum("opened"))
        .filter(Q(nothing__gt=0) | Q(clicks=0), asked__gt=0)
        .order_by("-asked", "words")[: _MOST_LISTED * 4]
    )
    listed: list[dict[str, Any]] = [dict(row) for row in rows]
    walled = _behind_walls({word for row in listed for word in row["words"].split()})
    listed = [row for row in listed if walled.isdisjoint(row["words"].split())]
    return {
        "nothing": [row for row in listed if row["nothing"]][:_MOST_LISTED],
        "unopened": [row for row in listed if not row["nothing"]][:_MOST_LISTED],
    }


def _behind_walls(words: set[str]) -> set[str]:
    """Those of the words that something holds, and nothing that everybody may read."""
    return statements.standing_in(words, None) - statements.standing_in(words, [])


def forget() -> int:
    """Drop what was asked long ago."""
    count, _by_model = Asked.objects.filter(day__lt=timezone.localdate() - KEPT_FOR).delete()
    return count


def register_jobs() -> None:
    register("searches", _("Forget what was searched for long ago"), timedelta(days=1), forget)
