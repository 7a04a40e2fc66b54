"""Threads over HTTP."""

from .flags import flag, unflag
from .helping import preview, suggestions
from .moderation import moderate, moderation, move, record
from .reading import react, reactions, seen
from .rules import page_settings, team_talk
from .settling import accept, outcome, rest_outcome, take_back
from .threads import comment, more, post, reply
from .undoing import undo
from .writing import bring_back, delete, edit, history

__all__ = [
    "accept",
    "bring_back",
    "comment",
    "delete",
    "edit",
    "flag",
    "history",
    "moderate",
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
    "seen",
    "suggestions",
    "take_back",
    "team_talk",
    "undo",
    "unflag",
]
