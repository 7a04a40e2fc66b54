"""What search knows of everything that is found: a narrow row each, and the words that there are."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models import Article
from teams.models import Team


class Kind(models.TextChoices):
    POST = "post", _("Posts")
    WRITE_UP = "write_up", _("Write-ups")
    COMMENT = "comment", _("Comments")
    DOCUMENT = "document", _("Documents")
    PERSON = "person", _("People")
    TEAM = "team", _("Teams")


ARTICLES = (Kind.POST, Kind.WRITE_UP)


class Outcome(models.TextChoices):
    """What came of something: how a project ended, or that a question was answered and a decision recorded."""

    WORKED = "worked", _("Worked")
    PARTLY = "partly", _("Partly worked")
    FAILED = "failed", _("Did not work")
    SETTLED = "settled", _("Answered or decided")


class Entry(models.Model):
    """One thing that can be found, and everything that it is counted and narrowed by.

    Everything that is not for everybody names the one group that reads it. The row is kept in step in the transaction
    that changes its thing; its words follow in the background. What is shown is read from the thing itself.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=255, blank=True)
    # Without indexes: nothing is looked for by them alone, and moving a team changes them in place then.
    audience = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    # The article it is, or hangs under: with that it goes.
    page = models.ForeignKey(Article, null=True, on_delete=models.CASCADE, related_name="+")
    # Who wrote it, where the byline of an article does not say so. A number, as people are never deleted by search.
    person_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_entry_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Word(models.Model):
    """A word that stands somewhere, folded: what a misspelt one may have meant."""

    word = models.CharField(max_length=30, unique=True)

    class Meta:
        verbose_name = _("word")

    def __str__(self) -> str:
        return self.word


class Asked(models.Model):
    """How often something was looked for on one day, and how often somebody opened what it found. Of nobody by name."""

    words = models.CharField(max_length=200)
    day = models.DateField(default=timezone.localdate)
    times = models.PositiveIntegerField(default=0)
    found_nothing = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("search that was made")
        constraints = [models.UniqueConstraint(fields=["words", "day"], name="one_row_a_search_and_day")]
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.words = self.words[:200]
        super().save(*args, **kwargs)
