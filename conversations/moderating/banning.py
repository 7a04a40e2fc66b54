"""Banning somebody from commenting in a team until a day, and lifting it."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teams.models import Team

from .. import bans
from ..models import Ban, ModerationRecord
from ..permissions import user_can_moderate
from ..refusals import CannotBan
from ..telling import verdicts
from ..writing import words
from .records import Action

LONGEST = timedelta(days=366)


@transaction.atomic
def ban(*, by: Any, person: Any, team: Team, until: datetime, reason: str) -> ModerationRecord:
    """Let somebody read on and not write in a team's threads until then. They hear it, with the reason.

    A ban in force is replaced: the later word counts, be it milder or stricter.
    """
    reason = words.cleaned_reason(reason)
    row = _locked(by, team)
    if not timezone.now() < until <= timezone.now() + LONGEST:
        raise CannotBan(_("Choose a day within the next year."))
    if user_can_moderate(person, row):
        raise CannotBan(_("%(name)s keeps these threads in order, and is not banned from them.") % {"name": person})
    earlier = list(bans.running().filter(person=person, team=row).values_list("pk", flat=True))
    Ban.objects.filter(pk__in=earlier).update(lifted_at=timezone.now())
    made = Ban.objects.create(team=row, person=person, until=until, reason=reason, by=by)
    bans.forget()
    before = {"ban": made.pk, "earlier": earlier, "until": until.isoformat()}
    record = _write_down(Action.BAN, by, made, reason, before)
    verdicts.tell_of_a_ban(record, made)
    return record


@transaction.atomic
def lift(*, by: Any, ban: Ban) -> ModerationRecord | None:
    """End a ban before its day."""
    _locked(by, ban.team)
    row = Ban.objects.select_related("team", "person").get(pk=ban.pk)
    if row.lifted_at is not None or row.until <= timezone.now():
        return None
    set_lifted([row.pk], is_lifted=True)
    record = _write_down(Action.LIFT, by, row, "", {"ban": row.pk, "earlier": [], "until": row.until.isoformat()})
    verdicts.tell_of_a_ban(record, row, is_over=True)
    return record


def set_lifted(pks: list[int], *, is_lifted: bool) -> None:
    Ban.objects.filter(pk__in=pks).update(lifted_at=timezone.now() if is_lifted else None)
    bans.forget()


def _locked(by: Any, team: Team) -> Team:
    """The team's row, locked, so that two bans of one person come one after the other."""
    row: Team = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if not user_can_moderate(by, row):
        raise PermissionDenied
    return row


def _write_down(action: Action, by: Any, ban: Ban, reason: str, before: dict[str, Any]) -> ModerationRecord:
    return ModerationRecord.objects.create(
        action=action, by=by, team=ban.team, person=ban.person, reason=reason, before=before
    )
