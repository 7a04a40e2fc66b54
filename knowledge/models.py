"""What the house remembers of its knowledge beside the pages themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Article


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
