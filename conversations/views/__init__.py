"""Threads over HTTP."""

from .flags import flag, unflag
from .helping import preview, suggestions
from .moderation import approve, ban, hide, keep, lock, moderation, move, record, restore, unlock
from .reading import react, reactions, seen
from .rules import page_settings, team_talk
from .settling import accept, outcome, rest_outcome, take_back
from .threads import comment, more, post, reply
from .undoing import undo
from .writing import bring_back, delete, edit, history

__all__ = [
    "accept",
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
    "outcome",
    "page_settings",
    "post",
    "preview",
    "react",
    "reactions",
    "record",
    "reply",
    "rest_outcome",
    "restore",
    "seen",
    "suggestions",
    "take_back",
    "team_talk",
    "undo",
    "unflag",
    "unlock",
]
