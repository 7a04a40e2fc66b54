"""Threads over HTTP."""

from .helping import preview, suggestions
from .moderation import approve, hide, moderation, restore
from .threads import comment, more, post, reply
from .writing import bring_back, delete, edit, history

__all__ = [
    "approve",
    "bring_back",
    "comment",
    "delete",
    "edit",
    "hide",
    "history",
    "moderation",
    "more",
    "post",
    "preview",
    "reply",
    "restore",
    "suggestions",
]
