"""HTTP of teams, a module for each part of a team's life."""

from .joining import decide_request, join, leave, withdraw
from .making import asked, new
from .members import add, member, members
from .reading import index, team_page, work
from .settings import archive, delete, rename, settings, visibility

__all__ = [
    "add",
    "archive",
    "asked",
    "decide_request",
    "delete",
    "index",
    "join",
    "leave",
    "member",
    "members",
    "new",
    "rename",
    "settings",
    "team_page",
    "visibility",
    "withdraw",
    "work",
]
