"""The ways to an export, on other rooms' pages."""

from typing import Any

from django.http import HttpRequest

from core.access import is_administrator
from core.sections import Section


def of_team(request: HttpRequest, team: Any) -> Section:
    """Among the settings of a team, which its leads alone see."""
    return Section("exports/team_link.html", {"team": team})


def of_person(request: HttpRequest, person: Any) -> Section | None:
    """On a profile, for administrators."""
    if not is_administrator(request.user) or person.pk == request.user.pk:
        return None
    return Section("exports/person_link.html", {"person": person})
