"""The moderators' screens in the CMS: the queue, the log, bans and numbers."""

from .menu import Moderation

__all__ = ["Moderation"]
