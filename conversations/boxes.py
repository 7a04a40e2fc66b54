"""The form in which a comment is written, with everything that is kept when it could not be taken."""

import secrets
from dataclasses import dataclass, field

from django.urls import reverse

from publishing.models import Article

from .models import Comment
from .permissions import Rules, rules_of
from .words import LONGEST


def fresh_key() -> str:
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Box:
    """An empty form has a fresh key; one that is shown again keeps its key: sending it twice stays one comment."""

    article: Article
    answers: Comment | None = None
    text: str = ""
    error: str = ""
    is_held: bool = False
    key: str = field(default_factory=fresh_key)
    place: int | None = None
    longest: int = LONGEST

    @property
    def address(self) -> str:
        if self.answers is None:
            return reverse("conversations:post", args=[self.article.pk])
        return reverse("conversations:reply", args=[self.answers.pk])

    @property
    def number(self) -> int:
        """Sets the boxes of a page apart: 0 is the one below the thread. One that is shown again stays in its place."""
        if self.place is not None:
            return self.place
        return self.answers.pk if self.answers is not None else 0

    @property
    def rules(self) -> Rules:
        return rules_of(self.article)
