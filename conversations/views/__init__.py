"""Threads over HTTP."""

from .flags import flag, unflag
from .helping import preview, suggestions
from .moderation import approve, ban, hide, keep, lock, moderation, move, record, restore, unlock
from .rules import page_settings, team_talk
from .threads import comment, more, post, reply
from .undoing import undo
from .writing import bring_back, delete, edit, history

__all__ = [
    "approve",
    "ban",
    "bring_back",
    "comment",
    "delete",
    "edit",
    "flag",
    "hide",
    "history",
    "keep",
    "lock",
    "moderation",
    "more",
    "move",
    "page_settings",
    "post",
    "preview",
    "record",
    "reply",
    "restore",
    "suggestions",
    "team_talk",
    "undo",
    "unflag",
    "unlock",
]
