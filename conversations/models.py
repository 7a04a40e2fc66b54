"""Comments, stored in the tables of django-comments-xtd and ruled by nothing of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from publishing.models import Article

from .querysets import CommentQuerySet

LEVELS = 4


class State(models.TextChoices):
    PUBLIC = "public", _("Shown")
    HELD = "held", _("Waiting for a moderator")
    HIDDEN = "hidden", _("Hidden by a moderator")


class Comment(XtdComment):
    """A comment under an article. Written once, by ``conversations.actions``, and changed by ``update()`` alone: the
    package's own ``save`` republishes what was hidden below, and places replies without a lock."""

    # Named, because the package's model has a text field called ``comment``.
    stored = models.OneToOneField(
        XtdComment, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="told"
    )
    page = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    client_key = models.CharField(max_length=80, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PUBLIC)
    changed_at = models.DateTimeField(auto_now_add=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=1000, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["page", "state"]), models.Index(fields=["state", "-changed_at"])]

    def __str__(self) -> str:
        return Truncator(self.comment).chars(60)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, and nothing else."""
        if not self._state.adding:
            raise TypeError("A comment is changed by update(), see conversations.actions.")
        # Past the package's own save, up to the one that writes rows.
        super(XtdComment, self).save(*args, **kwargs)

    @property
    def is_shown(self) -> bool:
        return self.state == State.PUBLIC

    @property
    def author_name(self) -> str:
        """The person's name today; the one they had then, if their account is gone."""
        return self.user.display_name if self.user_id else self.user_name

    def get_absolute_url(self) -> str:
        return reverse("conversations:comment", args=[self.pk])


class ModerationRecord(models.Model):
    """What a moderator did, when and why. Rows are never changed."""

    class Action(models.TextChoices):
        APPROVE = "approve", _("approved")
        HIDE = "hide", _("hidden")
        RESTORE = "restore", _("shown again")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="moderation_records")
    action = models.CharField(max_length=20, choices=Action.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("moderation record")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.action} · {self.comment_id}"
