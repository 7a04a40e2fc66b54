"""The form in which a comment is written, with everything that is kept when it could not be taken."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from publishing.models import Article

from ..models import Comment
from ..permissions import Rules, rules_of
from .warnings import Noticed
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
    # The comment that is edited, the version of it that its author saw, and what it says by now if that is another.
    edits: Comment | None = None
    seen: str = ""
    says_now: str = ""
    # The text as readers would get it.
    preview: str = ""
    # What is pointed out before it is sent, and the digest that confirms just this text.
    noticed: Sequence[Noticed] = ()
    confirms: str = ""

    def with_changes(self, **changes: Any) -> "Box":
        return replace(self, **changes)

    @property
    def address(self) -> str:
        if self.edits is not None:
            return reverse("conversations:edit", args=[self.edits.pk])
        if self.answers is None:
            return reverse("conversations:post", args=[self.article.pk])
        return reverse("conversations:reply", args=[self.answers.pk])

    @property
    def preview_address(self) -> str:
        """Where the text is shown as it would be. Says what the form is for, so that it can be drawn again there."""
        address = reverse("conversations:preview", args=[self.article.pk])
        if self.edits is not None:
            return f"{address}?edit={self.edits.pk}"
        return f"{address}?answer={self.answers.pk}" if self.answers is not None else address

    @property
    def number(self) -> int:
        """Sets the boxes of a page apart: 0 is the one below the thread. One that is shown again stays in its place."""
        if self.place is not None:
            return self.place
        return self.answers.pk if self.answers is not None else 0

    @property
    def name(self) -> str:
        """The box's id, and the end of the ids within it."""
        return f"edit-{self.edits.pk}" if self.edits is not None else f"reply-{self.number}"

    @property
    def rules(self) -> Rules:
        return rules_of(self.article)
