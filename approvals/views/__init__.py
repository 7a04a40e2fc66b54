"""Approvals over HTTP."""

from .by_mail import by_mail
from .deciding import approve, my_desk, page, return_for_changes, review, withdraw
from .looking import looked
from .remarks import remark, reply, settle
from .viewing_as import view_as

__all__ = [
    "approve",
    "by_mail",
    "looked",
    "my_desk",
    "page",
    "remark",
    "reply",
    "return_for_changes",
    "review",
    "settle",
    "view_as",
    "withdraw",
]
