"""Who keeps threads in order: editors and leads their team's, the Moderators group those of open teams."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db.models import Q

from core.access import group_ids, is_administrator, is_somebody
from teams.house import MODERATORS_GROUP
from teams.models import Team

_GROUP_KEY = "conversations:moderators-group"
_ANY_KEY = "conversations:groups-that-moderate"
_KEPT_SECONDS = 300


def site_group_id() -> int:
    """The id of the Moderators group. A migration makes it and nobody can remove it, so it is remembered."""
    known: int | None = cache.get(_GROUP_KEY)
    if known is None:
        known = Group.objects.values_list("pk", flat=True).get(name=MODERATORS_GROUP)
        cache.set(_GROUP_KEY, known, _KEPT_SECONDS)
    return known


def is_site_moderator(user: Any) -> bool:
    return site_group_id() in group_ids(user)


def moderates(user: Any) -> bool:
    """Whether there is anything for this person to moderate. Decides which doors are drawn and which queue is empty;
    what may be done to a comment is asked for each comment (``permissions.user_can_moderate``)."""
    if not is_somebody(user):
        return False
    return is_administrator(user) or not group_ids(user).isdisjoint(_groups_that_moderate())


def _groups_that_moderate() -> frozenset[int]:
    """Shared by all viewers, so that the header of every page costs no query."""
    known: frozenset[int] | None = cache.get(_ANY_KEY)
    if known is None:
        pairs = Team.objects.values_list("editors_id", "leads_id")
        known = frozenset({site_group_id(), *(pk for pair in pairs for pk in pair)})
        cache.set(_ANY_KEY, known, _KEPT_SECONDS)
    return known


def forget_groups(**kwargs: Any) -> None:
    """A team was made or is gone."""
    cache.delete(_ANY_KEY)


def moderators_of(team: Team) -> Q:
    """A condition on people: those who moderate this team's threads."""
    groups = [team.editors_id, team.leads_id]
    if team.visibility == "open":
        groups.append(site_group_id())
    return Q(groups__in=groups)


def teams_moderated_by(user: Any) -> Any:
    """The teams whose threads ``user`` keeps in order."""
    if not is_somebody(user):
        return Team.objects.none()
    if is_administrator(user):
        return Team.objects.all()
    mine = group_ids(user)
    found = Q(editors_id__in=mine) | Q(leads_id__in=mine)
    if is_site_moderator(user):
        found |= Q(visibility="open")
    return Team.objects.filter(found)
