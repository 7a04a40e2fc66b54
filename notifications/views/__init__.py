"""HTTP of what people are told, a module for each page."""

from .by_mail import mute_by_mail, unsubscribe
from .choices import choices
from .following import following, take_stance
from .inbox import inbox, mark_all_read, open_one

__all__ = [
    "choices",
    "following",
    "inbox",
    "mark_all_read",
    "mute_by_mail",
    "open_one",
    "take_stance",
    "unsubscribe",
]
