"""Asking an administrator for a team, and the answer."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import is_administrator, is_somebody

from . import notices
from .creation import create_team
from .models import RequestState, Team, TeamRequest, Visibility

MAX_WAITING = 3


@transaction.atomic
def ask_for_team(*, by: Any, name: str, purpose: str, visibility: str = Visibility.OPEN) -> TeamRequest:
    """Ask for a team. Whether the name is free is not said here: a secret team may have it."""
    if not is_somebody(by):
        raise PermissionDenied
    waiting = TeamRequest.objects.filter(asked_by=by, state=RequestState.WAITING)
    if waiting.count() >= MAX_WAITING:
        raise ValidationError(_("Three of your questions still wait. Give the administrators time to answer."))
    request = TeamRequest.objects.create(
        name=" ".join(name.split()), purpose=purpose, visibility=visibility, asked_by=by
    )
    notices.team_asked(request)
    return request


@transaction.atomic
def accept_team_request(*, request: TeamRequest, by: Any, **wishes: Any) -> Team:
    """Make the team that was asked for, with whoever asked as its lead. ``wishes`` are those of ``create_team``."""
    request = _still_waiting(request, by)
    if not request.asked_by.is_active:
        raise ValidationError(_("%(name)s is no longer here.") % {"name": request.asked_by.display_name})
    asked_for = {"name": request.name, "purpose": request.purpose, "visibility": request.visibility}
    team = create_team(by=by, lead=request.asked_by, **(asked_for | wishes))
    _decide(request, RequestState.ACCEPTED, by, team)
    notices.team_made(request, team, by=by)
    return team


@transaction.atomic
def decline_team_request(*, request: TeamRequest, by: Any) -> None:
    """Say no; whoever asked hears it."""
    request = _still_waiting(request, by)
    _decide(request, RequestState.DECLINED, by, None)
    notices.team_declined(request, by=by)


def _still_waiting(request: TeamRequest, by: Any) -> TeamRequest:
    if not is_administrator(by):
        raise PermissionDenied
    fresh = TeamRequest.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=request.pk)
    if fresh.state != RequestState.WAITING:
        raise ValidationError(_("Somebody has answered this already."))
    return fresh


def _decide(request: TeamRequest, state: str, by: Any, team: Team | None) -> None:
    request.state = state
    request.decided_by = by
    request.decided_at = timezone.now()
    request.team = team
    request.save(update_fields=["state", "decided_by", "decided_at", "team"])
