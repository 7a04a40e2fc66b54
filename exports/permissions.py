"""Who may ask for a package, and who may have it."""

from typing import Any

from core.access import group_ids, is_administrator, is_somebody
from teams.models import Team
from teams.permissions import may_lead, may_read

from .models import Package


def may_ask_for_team(user: Any, team: Team) -> bool:
    """Its leads."""
    return may_read(user, team) and may_lead(user, team)


def may_ask_for_person(user: Any, person: Any) -> bool:
    """Everybody for themselves, administrators for anybody."""
    return is_somebody(user) and (user.pk == person.pk or is_administrator(user))


def may_have(user: Any, package: Package) -> bool:
    """Whoever asked for it, as long as they still might, and still read what is in it."""
    if not is_somebody(user) or package.asked_by_id != user.pk:
        return False
    if package.team is not None:
        return may_ask_for_team(user, package.team)
    if package.person is None or not may_ask_for_person(user, package.person):
        return False
    return user.pk != package.person_id or set(package.reads) <= group_ids(user) or is_administrator(user)
