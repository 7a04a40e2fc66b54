"""What the house remembers of its knowledge beside the pages themselves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Article, Tag


class ReviewAsked(models.Model):
    """Those who look after a page were asked about it, so many days before it was due: once for each due day."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    review_on = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("question whether a page still holds")
        verbose_name_plural = _("questions whether a page still holds")
        constraints = [
            models.UniqueConstraint(fields=["article", "review_on", "days_before"], name="asked_once_a_day_and_page")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.review_on} − {self.days_before}"


class Term(models.Model):
    """The stem of a word that stands in some published page."""

    stem = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.stem


class IndexedPage(models.Model):
    """A live page whose words are known here, and how long its list of weights is as a vector, at that moment."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="+")
    length = models.FloatField(null=True)  # none as long as nobody has looked what the page resembles
    indexed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.article_id)


class TermWeight(models.Model):
    """How much a page is about a word, between 0 and 1: for itself, whatever other pages say."""

    article = models.ForeignKey(IndexedPage, on_delete=models.CASCADE, related_name="weights")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+", db_index=False)
    weight = models.FloatField()
    word = models.CharField(max_length=40, default="")  # how the page writes it most often

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "term"], name="a_term_once_a_page")]
        indexes = [models.Index(fields=["term", "article", "weight"], name="pages_of_a_term")]

    def __str__(self) -> str:
        return f"{self.term_id} · {self.article_id}"


class RelatedPage(models.Model):
    """Another page that resembles this one, and why. Stored for everybody: who reads it is asked when it is shown."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    # {"words": [...], "tags": [...], "both_cite": [numbers], "cited_by": [numbers], "same_team": true}
    reasons = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "other"], name="related_once")]
        indexes = [models.Index(fields=["article", "-score"], name="most_related_first")]

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id}"


class CreditChoice(models.Model):
    """Somebody does not want shown on pages what was built on their work, what they answered and decided."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    chosen_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.person_id)


class HiddenTopic(models.Model):
    """Somebody does not want to be found by what they know about a tag."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "tag"], name="hidden_once_a_person_and_tag")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.tag_id}"
