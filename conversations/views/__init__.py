"""Threads over HTTP."""

from .moderation import approve, hide, moderation, restore
from .reading import react, reactions, seen
from .settling import accept, outcome, rest_outcome, take_back
from .threads import comment, more, post, reply

__all__ = [
    "accept",
    "approve",
    "comment",
    "hide",
    "moderation",
    "more",
    "outcome",
    "post",
    "react",
    "reactions",
    "reply",
    "rest_outcome",
    "restore",
    "seen",
    "take_back",
]
