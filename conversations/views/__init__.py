"""Threads over HTTP."""

from .moderation import approve, hide, moderation, restore
from .threads import comment, more, post, reply

__all__ = ["approve", "comment", "hide", "moderation", "more", "post", "reply", "restore"]
