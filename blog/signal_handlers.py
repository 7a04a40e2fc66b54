"""Listens to teams; each handler calls one action."""

from typing import Any

from teams.models import Team, TeamPage
from teams.signals import team_created

from . import rooms


def on_team_created(team: Team, page: TeamPage, by: Any, **kwargs: Any) -> None:
    rooms.furnish(team, page, by)


def connect() -> None:
    team_created.connect(on_team_created, dispatch_uid="blog.team_created")
