"""Comments, stored in the tables of django-comments-xtd and ruled by nothing of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from publishing.models import Article
from teams.models import Team

from ..querysets import CommentQuerySet
from ..writing import words

LEVELS = 4


class State(models.TextChoices):
    PUBLIC = "public", _("Shown")
    HELD = "held", _("Waiting for a moderator")
    HIDDEN = "hidden", _("Hidden by a moderator")
    DELETED = "deleted", _("Deleted by its author")


class Comment(XtdComment):
    """A comment under an article. Written once, by ``writing.posting``, and changed by ``update()`` alone: the
    package's own ``save`` republishes what was hidden below, and places replies without a lock."""

    # Named, because the package's model has a text field called ``comment``.
    stored = models.OneToOneField(
        XtdComment, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="told"
    )
    page = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    client_key = models.CharField(max_length=80, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PUBLIC)
    changed_at = models.DateTimeField(auto_now_add=True)
    # What came after the first release has a default of the database too: the release before goes on writing rows.
    # What readers get, made from the words when they are written; ``markup`` names the rules it was made by.
    html = models.TextField(blank=True, default="", db_default="")
    markup = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Since when everybody sees it: for what was held, not the moment it was written.
    shown_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    # A hidden comment may be mended by its author, once.
    mended_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=1000, blank=True)
    # Flags that nobody has decided about; enough of them hide it until somebody does.
    flag_count = models.PositiveIntegerField(default=0, db_default=0)
    is_hidden_by_flags = models.BooleanField(default=False, db_default=False)
    # Set on a whole branch: nothing is added below.
    locked_at = models.DateTimeField(null=True)
    locked_reason = models.CharField(max_length=1000, blank=True, default="", db_default="")
    used_count = models.PositiveIntegerField(default=0, db_default=0)
    agree_count = models.PositiveIntegerField(default=0, db_default=0)
    thanks_count = models.PositiveIntegerField(default=0, db_default=0)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["page", "state"]),
            models.Index(fields=["page", "shown_at"]),
            models.Index(fields=["state", "-changed_at"]),
            models.Index(fields=["-changed_at"], condition=models.Q(flag_count__gt=0), name="comments_with_open_flags"),
        ]

    def __str__(self) -> str:
        return Truncator(self.comment).chars(60)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, and nothing else."""
        if not self._state.adding:
            raise TypeError("A comment is changed by update(), see conversations.moderating.")
        # Past the package's own save, up to the one that writes rows.
        super(XtdComment, self).save(*args, **kwargs)

    @property
    def is_shown(self) -> bool:
        return self.state == State.PUBLIC

    @property
    def author_name(self) -> str:
        """The person's name today; the one they had then, if their account is gone."""
        return self.user.display_name if self.user_id else self.user_name

    @property
    def drawn(self) -> SafeString:
        """The words as readers get them."""
        return words.drawn(self.comment, self.html, self.markup)

    @property
    def line(self) -> str:
        """The words on one line, without marks."""
        return words.line(self.comment)

    def get_absolute_url(self) -> str:
        return reverse("conversations:comment", args=[self.pk])


class CommentVersion(models.Model):
    """Words that a comment had until somebody changed them. Moderators read them; everybody else reads "edited"."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("earlier words of a comment")
        ordering = ("pk",)

    def __str__(self) -> str:
        return Truncator(self.text).chars(60)

    @property
    def drawn(self) -> SafeString:
        """As it would be drawn today; made when it is looked at, which is seldom."""
        return words.drawn(self.text, "", 0)


class Mention(models.Model):
    """Somebody, or a team, named in a comment. One row a name and comment, however often it stands there."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="mentioned_in"
    )
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="mentioned_in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="a_person_is_mentioned_once_a_comment"),
            models.UniqueConstraint(fields=["comment", "team"], name="a_team_is_mentioned_once_a_comment"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, team__isnull=True)
                | models.Q(person__isnull=True, team__isnull=False),
                name="a_mention_names_a_person_or_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} → {self.person or self.team}"
