"""Finding the team of an address, as far as this person may know of it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest

from core.access import is_administrator
from core.text import fold
from teams.models import Team
from teams.permissions import may_know_of, may_lead, may_read


def known_team(request: HttpRequest, slug: str) -> Team:
    """A team whose existence this person may learn of. Raises Http404."""
    team: Team | None = Team.objects.filter(slug=slug).select_related("picture", "page").first()
    if team is None or not may_know_of(request.user, team):
        raise Http404
    return team


def readable_team(request: HttpRequest, slug: str) -> Team:
    """A team this person reads; a closed one is as absent as a secret one to everybody else."""
    team = known_team(request, slug)
    if not may_read(request.user, team):
        raise Http404
    return team


def led_team(request: HttpRequest, slug: str) -> Team:
    """A team this person leads. Its readers learn that leading is not theirs, all others nothing."""
    team = readable_team(request, slug)
    if not may_lead(request.user, team):
        raise PermissionDenied
    return team


def administered_team(request: HttpRequest, slug: str) -> Team:
    team = readable_team(request, slug)
    if not is_administrator(request.user):
        raise PermissionDenied
    return team


def person_named(username: str) -> Any:
    """Somebody by username in any case. Raises Http404."""
    person = get_user_model().objects.filter(username_folded=fold(username[:60])).first()
    if person is None:
        raise Http404
    return person


def words(refused: ValidationError) -> str:
    """What an action said when it refused."""
    return " ".join(refused.messages)
