"""Threads over HTTP."""

from .flags import flag, unflag
from .moderation import approve, ban, hide, keep, lock, moderation, move, record, restore, unlock
from .rules import page_settings, team_talk
from .threads import comment, more, post, reply
from .undoing import undo

__all__ = [
    "approve",
    "ban",
    "comment",
    "flag",
    "hide",
    "keep",
    "lock",
    "moderation",
    "more",
    "move",
    "page_settings",
    "post",
    "record",
    "reply",
    "restore",
    "team_talk",
    "undo",
    "unflag",
    "unlock",
]
