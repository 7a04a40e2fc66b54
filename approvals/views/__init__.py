"""Approvals over HTTP."""

from .by_mail import by_mail
from .deciding import approve, my_desk, page, return_for_changes, review, withdraw
from .emergency import past_approval

__all__ = ["approve", "by_mail", "my_desk", "page", "past_approval", "return_for_changes", "review", "withdraw"]
