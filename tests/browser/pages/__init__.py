"""The pages as people speak of them: what can be done there, and what is seen."""

from .approvals import Desk, Review
from .doors import FrontPage, SignIn, WriteChooser
from .editor import Editor
from .inbox import Inbox
from .moderation import HideComment, Moderating, Queue
from .post import Post
from .results import Results

__all__ = [
    "Desk",
    "Editor",
    "FrontPage",
    "HideComment",
    "Inbox",
    "Moderating",
    "Post",
    "Queue",
    "Results",
    "Review",
    "SignIn",
    "WriteChooser",
]
