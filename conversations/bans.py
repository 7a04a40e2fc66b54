"""Who is banned from commenting where, asked cheaply: most people have no ban, and a page must not cost them a query.

Who is banned at all is remembered for all viewers together; only those who are ask the database when until and why.
Before something is written the database is asked in any case.
"""

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.formatting import full_time
from core.prepared import Prepared
from teams.models import Team

from .models import Ban

_KEY = "conversations:bans"
_KEPT_SECONDS = 60  # for servers that do not share a cache


def why_not(user: Any, team: Team, *, asks_anew: bool = False) -> str:
    """Until when and why this person does not write in the team's threads; "" when they may."""
    if asks_anew:
        return _sentence(in_force(user, team), team)
    if (user.pk, team.pk) not in _banned():
        return ""
    # Kept on the user object for the length of a request, like the groups.
    asked: dict[int, str] = getattr(user, "_ban_sentences", {})
    user._ban_sentences = asked
    if team.pk not in asked:
        asked[team.pk] = _sentence(in_force(user, team), team)
    return asked[team.pk]


def _sentence(ban: Ban | None, team: Team) -> str:
    if ban is None:
        return ""
    return _("You do not write in the threads of %(team)s until %(until)s: %(reason)s You can read along.") % {
        "team": team.name,
        "until": full_time(ban.until),
        "reason": ban.reason,
    }


_longest = Prepared(
    lambda person_id, team_id: Ban.objects.filter(lifted_at=None, person_id=person_id, team_id=team_id).order_by(
        "-until"
    )[:1]
)


def in_force(person: Any, team: Team) -> Ban | None:
    ban: Ban | None = next(iter(_longest(person.pk, team.pk)), None)
    return ban if ban is not None and ban.until > timezone.now() else None


def running() -> Any:
    return Ban.objects.filter(lifted_at=None, until__gt=timezone.now())


def forget() -> None:
    """A ban was made or lifted."""
    cache.delete(_KEY)
    transaction.on_commit(lambda: cache.delete(_KEY))


def _banned() -> frozenset[tuple[int, int]]:
    known: frozenset[tuple[int, int]] | None = cache.get(_KEY)
    if known is None:
        known = frozenset(running().values_list("person_id", "team_id"))
        cache.set(_KEY, known, _KEPT_SECONDS)
    return known
