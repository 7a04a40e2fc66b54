"""What a team says about its threads."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from teams.models import Team
from teams.permissions import may_lead

from ..models import TeamTalk


def of(team: Team) -> TeamTalk:
    """What counts in this team: what its leads have chosen, or what the house has."""
    chosen = TeamTalk.objects.filter(team_id=team.pk).first()
    return chosen or TeamTalk(team=team, flags_to_hide=settings.INTRAMURAL_FLAGS_TO_HIDE)


@transaction.atomic
def change(*, by: Any, team: Team, flags_to_hide: int, close_after_days: int | None, watched_words: str) -> TeamTalk:
    if not may_lead(by, team):
        raise PermissionDenied
    values = {"flags_to_hide": flags_to_hide, "close_after_days": close_after_days, "watched_words": watched_words}
    talk, _is_new = TeamTalk.objects.update_or_create(team=team, defaults=values)
    log(instance=team.page, action="conversations.team_talk", user=by)
    return talk
