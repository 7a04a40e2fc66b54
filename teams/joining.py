"""Ways into a team from outside: walking into an open one, knocking at a closed one."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import forget_group_ids

from . import notices
from .members import enter, lock_for_lead, lock_team
from .models import JoinRequest, Membership, RequestState, Role, Team
from .permissions import is_member, may_ask_to_join, may_join


@transaction.atomic
def join(*, team: Team, person: Any) -> None:
    """Become a member of an open team. Somebody who is one already stays what they are."""
    team = lock_team(team)
    forget_group_ids(person)
    if is_member(person, team):
        return
    if not may_join(person, team):
        raise PermissionDenied
    enter(team, person, Role.MEMBER, by=person)


@transaction.atomic
def ask_to_join(*, team: Team, person: Any, message: str = "") -> JoinRequest:
    """Ask the leads of a closed team. Asking twice while the first question waits changes nothing."""
    team = lock_team(team)
    if not may_ask_to_join(person, team):
        raise PermissionDenied
    request, is_new = JoinRequest.objects.get_or_create(
        team=team, person=person, state=RequestState.WAITING, defaults={"message": message.strip()[:1000]}
    )
    if is_new:
        notices.join_requested(request)
    return request


@transaction.atomic
def withdraw_request(*, team: Team, person: Any) -> None:
    """Take one's own question back, as if it had not been asked."""
    JoinRequest.objects.filter(team=team, person=person, state=RequestState.WAITING).delete()


@transaction.atomic
def accept_request(*, request: JoinRequest, by: Any) -> None:
    """Let the person in as a member; they hear of it."""
    team = lock_for_lead(request.team, by)
    request = _still_waiting(request)
    if not request.person.is_active:
        raise ValidationError(_("%(name)s is no longer here.") % {"name": request.person.display_name})
    _decide(request, RequestState.ACCEPTED, by)
    if not Membership.objects.filter(team=team, person=request.person).exists():
        enter(team, request.person, Role.MEMBER, by=by)
    notices.join_accepted(request, by=by)


@transaction.atomic
def decline_request(*, request: JoinRequest, by: Any) -> None:
    """Say no; the person hears that, and may ask again."""
    lock_for_lead(request.team, by)
    request = _still_waiting(request)
    _decide(request, RequestState.DECLINED, by)
    notices.join_declined(request, by=by)


def _still_waiting(request: JoinRequest) -> JoinRequest:
    """The request, read anew under the team's lock. Raises ValidationError when somebody was quicker."""
    fresh = JoinRequest.objects.select_related("person", "team").filter(pk=request.pk).first()
    if fresh is None or fresh.state != RequestState.WAITING:
        raise ValidationError(_("Somebody has answered this already, or the question was taken back."))
    return fresh


def _decide(request: JoinRequest, state: str, by: Any) -> None:
    request.state = state
    request.decided_by = by
    request.decided_at = timezone.now()
    request.save(update_fields=["state", "decided_by", "decided_at"])
