"""What a person may do in a team. Each answers from the group ids read once a request."""

from typing import TYPE_CHECKING, Any

from core.access import group_ids, is_administrator, is_somebody

from .choices import Role, Visibility

if TYPE_CHECKING:
    from .models import JoinRequest, Team, TeamRequest


def role_in(user: Any, team: "Team") -> str | None:
    """The person's role in the team, or None."""
    mine = group_ids(user)
    for role in (Role.LEAD, Role.EDITOR, Role.AUTHOR, Role.MEMBER):
        if team.group_ids_by_role()[role] in mine:
            return role
    return None


def may_read(user: Any, team: "Team") -> bool:
    if not is_somebody(user):
        return False
    return team.visibility == Visibility.OPEN or is_administrator(user) or team.readers_id in group_ids(user)


def may_know_of(user: Any, team: "Team") -> bool:
    """Whether ``user`` may learn that the team exists."""
    return is_somebody(user) and (team.visibility != Visibility.SECRET or may_read(user, team))


def is_member(user: Any, team: "Team") -> bool:
    return team.readers_id in group_ids(user)


def may_join(user: Any, team: "Team") -> bool:
    """Walk in: open teams only."""
    return _is_outside(user, team) and team.visibility == Visibility.OPEN


def may_ask_to_join(user: Any, team: "Team") -> bool:
    """Knock: closed teams only. Secret ones invite."""
    return _is_outside(user, team) and team.visibility == Visibility.CLOSED


def _is_outside(user: Any, team: "Team") -> bool:
    return is_somebody(user) and not team.is_archived and not is_member(user, team)


def may_write_in(user: Any, team: "Team") -> bool:
    """Write drafts and submit them."""
    return not team.is_archived and (team.authors_id in group_ids(user) or is_administrator(user))


def may_edit_in(user: Any, team: "Team") -> bool:
    """Edit the team's pages, decide on them, moderate its threads."""
    return not team.is_archived and (team.editors_id in group_ids(user) or is_administrator(user))


def may_lead(user: Any, team: "Team") -> bool:
    """Manage members, roles, visibility and policies."""
    return team.leads_id in group_ids(user) or is_administrator(user)


def may_read_join_request(user: Any, request: "JoinRequest") -> bool:
    """Whoever asked, and the leads who answer."""
    return is_somebody(user) and (request.person_id == user.pk or may_lead(user, request.team))


def may_read_team_request(user: Any, request: "TeamRequest") -> bool:
    return is_administrator(user) or (is_somebody(user) and request.asked_by_id == user.pk)


def may_read_collection(user: Any, collection: Any) -> bool:
    """A team's files are read by whom the team is read, the house's by everybody."""
    team = getattr(collection, "team", None)
    return is_somebody(user) if team is None else may_read(user, team)
