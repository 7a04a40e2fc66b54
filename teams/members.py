"""Who is in a team and as what. Each action locks the team's row first, so that two of them cannot cross."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.access import forget_group_ids, is_somebody

from . import notices, signals
from .membership import put_in_groups
from .models import JoinRequest, Membership, RequestState, Role, Team
from .permissions import may_lead


def lock_team(team: Team) -> Team:
    """The team's row, read anew and locked until the transaction ends."""
    locked: Team = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    return locked


def lock_for_lead(team: Team, by: Any) -> Team:
    """The same, for somebody who leads the team; asked under the lock, as another lead may just have removed them."""
    locked = lock_team(team)
    forget_group_ids(by)
    if not may_lead(by, locked):
        raise PermissionDenied
    return locked


@transaction.atomic
def add_member(*, team: Team, person: Any, role: str = Role.MEMBER, by: Any) -> Membership:
    """Put a person into a team. They are told, unless they did it themselves.

    Raises PermissionDenied unless ``by`` leads the team, ValidationError when the person is in it already.
    """
    team = lock_for_lead(team, by)
    if not person.is_active:
        raise ValidationError(_("%(name)s is no longer here.") % {"name": person.display_name})
    if Membership.objects.filter(team=team, person=person).exists():
        raise ValidationError(_("%(name)s is in the team already.") % {"name": person.display_name})
    membership = enter(team, person, role, by=by)
    notices.added_to_team(membership, by=by)
    return membership


@transaction.atomic
def change_role(*, team: Team, person: Any, role: str, by: Any) -> Membership:
    """Give a member another role. The last lead stays lead until somebody else is one."""
    team = lock_for_lead(team, by)
    if role not in Role.values:
        raise ValidationError(_("Choose one of the roles."))
    membership = _membership(team, person)
    if membership.role == role:
        return membership
    if role != Role.LEAD:
        _refuse_last_lead(team, membership)
    membership.role = role
    membership.save(update_fields=["role"])
    put_in_groups(team, person, role)
    _tell_house(team, person, role, by)
    return membership


@transaction.atomic
def remove_member(*, team: Team, person: Any, by: Any) -> None:
    """Take a person out of a team; from their next click on it is closed to them."""
    team = lock_for_lead(team, by)
    _let_go(team, person, by)


@transaction.atomic
def leave(*, team: Team, person: Any) -> None:
    """Go by oneself. Somebody who is the last lead appoints another first."""
    if not is_somebody(person):
        raise PermissionDenied
    team = lock_team(team)
    _let_go(team, person, person)


def enter(team: Team, person: Any, role: str, *, by: Any) -> Membership:
    """The rows and groups of a new membership. For actions that have asked for the right and hold the team's lock."""
    membership = Membership.objects.create(team=team, person=person, role=role, added_by=by)
    JoinRequest.objects.filter(team=team, person=person, state=RequestState.WAITING).update(
        state=RequestState.ACCEPTED, decided_by=by
    )
    put_in_groups(team, person, role)
    _tell_house(team, person, role, by)
    return membership


def _let_go(team: Team, person: Any, by: Any) -> None:
    membership = _membership(team, person)
    _refuse_last_lead(team, membership)
    membership.delete()
    put_in_groups(team, person, None)
    _tell_house(team, person, None, by)


def _membership(team: Team, person: Any) -> Membership:
    found = Membership.objects.filter(team=team, person=person).first()
    if found is None:
        raise ValidationError(_("%(name)s is not in the team.") % {"name": person.display_name})
    return found


def _refuse_last_lead(team: Team, membership: Membership) -> None:
    """A team without a lead has nobody who can let people in, so there is always one who is still here."""
    if membership.role != Role.LEAD:
        return
    others = Membership.objects.filter(team=team).leads().exclude(pk=membership.pk)
    if not others.exists():
        raise ValidationError(
            _("%(name)s is the only lead. Make somebody else a lead first.") % {"name": membership.person.display_name}
        )


def _tell_house(team: Team, person: Any, role: str | None, by: Any) -> None:
    data = {"person": person.display_name, "role": str(Role(role).label) if role else ""}
    log(instance=team.page, action="teams.member", user=by, data=data)
    signals.membership_changed.send(sender=Team, team=team, person=person, role=role, by=by)
