"""Comments, stored in the tables of django-comments-xtd and ruled by nothing of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from publishing.models import Article


class State(models.TextChoices):
    PUBLIC = "public", _("Shown")
    HELD = "held", _("Waiting for a moderator")
    HIDDEN = "hidden", _("Hidden by a moderator")


class Comment(XtdComment):
    """A comment under an article. Written once with ``save()``, changed by ``update()`` alone: the package's own
    ``save`` republishes what was hidden below."""

    # Named, because the package's model has a text field called ``comment``.
    stored = models.OneToOneField(
        XtdComment, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="told"
    )
    page = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    client_key = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLIC)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["page", "state"]), models.Index(fields=["state", "-changed_at"])]
        constraints = [models.UniqueConstraint(fields=["page", "client_key"], name="a_form_makes_one_comment")]


class ModerationRecord(models.Model):
    """What a moderator did, when and why. Rows are never changed."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="moderation_records")
    action = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.action} · {self.comment_id}"
