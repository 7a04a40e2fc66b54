"""What readers leave in a thread without writing: that they were there, what helped them, what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Article

from ..querysets import SettlementQuerySet
from .comments import Comment


class Visit(models.Model):
    """Until when somebody has seen the thread of a page."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "article"], name="one_visit_a_person_and_page")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.article_id}"


class Reaction(models.Model):
    """A word that needs no comment. Names are visible, and nothing here speaks against a colleague."""

    class Kind(models.TextChoices):
        USED = "used", _("Used this")
        AGREE = "agree", _("Agree")
        THANKS = "thanks", _("Thanks")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person", "kind"], name="a_reaction_once_a_person_and_comment")
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.comment_id}"


class Settlement(models.Model):
    """What came of a question or a decision: an accepted answer, or an outcome in words, with who said so and when.

    At most one of a page counts; taken back, a row stays as the record of it.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="settlements")
    # The accepted answer, or the comment in which the decision was told; null for an outcome in words alone.
    comment = models.ForeignKey(Comment, null=True, on_delete=models.SET_NULL, related_name="settlements")
    words = models.TextField(_("outcome"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = SettlementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(withdrawn_at=None), name="one_settlement_counts_a_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.at:%Y-%m-%d}"

    @property
    def is_accepted_answer(self) -> bool:
        return not self.words
