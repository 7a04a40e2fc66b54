"""Teams as what can be followed."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy

from notifications.subjects import TEAM, Shown, SubjectKind, register_subject

from .models import Team


def teams_seen(person: Any, numbers: Collection[int]) -> dict[int, Shown]:
    """Teams that ``person`` reads: the door of a closed one leads to nothing that could be followed."""
    teams = Team.objects.visible_to(person).filter(pk__in=numbers)
    return {team.pk: Shown(team.name, team.get_absolute_url()) for team in teams}


def register() -> None:
    register_subject(SubjectKind(TEAM, gettext_lazy("Teams"), gettext_lazy("this team"), Team, teams_seen, order=30))
