"""Approvals over HTTP."""

from .by_mail import by_mail
from .deciding import approve, approve_many, my_desk, page, return_for_changes, review, withdraw
from .emergency import past_approval
from .handing_over import hand_over
from .looking import looked
from .remarks import remark, reply, settle
from .routes import house_route, new_house_step, new_team_step, remove_step, step, team_route
from .viewing_as import view_as

__all__ = [
    "approve",
    "approve_many",
    "by_mail",
    "hand_over",
    "house_route",
    "looked",
    "my_desk",
    "new_house_step",
    "new_team_step",
    "page",
    "past_approval",
    "remark",
    "remove_step",
    "reply",
    "return_for_changes",
    "review",
    "settle",
    "step",
    "team_route",
    "view_as",
    "withdraw",
]
