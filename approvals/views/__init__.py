"""Approvals over HTTP."""

from .by_mail import by_mail
from .deciding import approve, my_desk, page, return_for_changes, review, withdraw
from .emergency import past_approval
from .routes import house_route, new_house_step, new_team_step, remove_step, step, team_route

__all__ = [
    "approve",
    "by_mail",
    "house_route",
    "my_desk",
    "new_house_step",
    "new_team_step",
    "page",
    "past_approval",
    "remove_step",
    "return_for_changes",
    "review",
    "step",
    "team_route",
    "withdraw",
]
