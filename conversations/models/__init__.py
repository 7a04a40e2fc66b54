"""Comments and everything that is said, decided and kept about them."""

from .comments import LEVELS, Comment, CommentVersion, Mention, State
from .moderation import FLAGS_TO_HIDE, Ban, Flag, ModerationRecord, TeamTalk
from .reading import Reaction, Settlement, Visit

__all__ = [
    "FLAGS_TO_HIDE",
    "LEVELS",
    "Ban",
    "Comment",
    "CommentVersion",
    "Flag",
    "Mention",
    "ModerationRecord",
    "Reaction",
    "Settlement",
    "State",
    "TeamTalk",
    "Visit",
]
