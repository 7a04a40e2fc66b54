"""What people publish: posts in a team's blog, write-ups among its projects."""

from .indexes import BlogIndexPage, ProjectsIndexPage, TeamIndexPage
from .posts import BlogPostPage
from .write_ups import NumberResult, WriteUpPage, WriteUpPerson

__all__ = [
    "BlogIndexPage",
    "BlogPostPage",
    "NumberResult",
    "ProjectsIndexPage",
    "TeamIndexPage",
    "WriteUpPage",
    "WriteUpPerson",
]
