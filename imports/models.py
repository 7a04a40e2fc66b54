"""Runs of an import, what each said, and what of the old blog is here already."""

import hashlib
import secrets
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Article
from teams.models import Team


def _kept_at(run: "Import", name: str) -> str:
    """Under a name that nobody can guess; nothing serves what is there."""
    return f"imports/{secrets.token_hex(16)}{PurePath(name).suffix.lower()[:8]}"


class Import(models.Model):
    """One export of an old blog on its way in. Changed by ``running`` and ``actions`` alone."""

    class Format(models.TextChoices):
        WORDPRESS = "wordpress", _("WordPress (WXR)")
        BLOGGER = "blogger", _("Blogger (Atom or Takeout)")

    class State(models.TextChoices):
        CHECKING = "checking", _("being tried out")
        CHECKED = "checked", _("tried out")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    AT_WORK = (State.CHECKING, State.RUNNING)

    format = models.CharField(_("kind of export"), max_length=10, choices=Format.choices)
    name = models.CharField(_("file"), max_length=255)
    file = models.FileField(_("file"), upload_to=_kept_at, max_length=120, blank=True)
    pictures = models.FileField(_("pictures"), upload_to=_kept_at, max_length=120, blank=True)
    people = models.JSONField(default=dict)
    fetches = models.BooleanField(default=False)
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CHECKING)
    source = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=255, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def has_brought(self) -> bool:
        """Whether pages are here that came with it: also of a run that was stopped on its way."""
        return ImportedEntry.objects.filter(run=self).exists()

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


class ReportLine(models.Model):
    """What became of one thing of the old blog, by its name."""

    class Kind(models.TextChoices):
        LIVE = "live", _("Live at once")
        DRAFT = "draft", _("Draft")
        LEFT_OUT = "left_out", _("Left out")
        KNOWN = "known", _("Here already")
        CHANGED = "changed", _("Taken with a change")
        PERSON = "person", _("Person")
        FILE = "file", _("About the file")

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=255)
    words = models.TextField(blank=True)
    line = models.PositiveIntegerField(null=True)
    page = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["run", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class ImportedEntry(models.Model):
    """An entry of an old blog that is here. It goes with its page: what was deleted here can be brought again."""

    source = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    # What it is recognised by, should another blog of the same address have used the same number.
    title = models.CharField(max_length=255, blank=True)
    slug = models.CharField(max_length=255, blank=True)
    page = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="imported")
    run = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="an_entry_is_imported_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"

    def is_of(self, title: str, slug: str) -> bool:
        """Whether an entry with this number is the same: it has its title or its name in addresses still."""
        return bool(self.title and self.title == title[:255]) or bool(self.slug and self.slug == slug[:255])


class ImportedPicture(models.Model):
    """A picture of an old blog that is in a team's collection."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    picture = models.ForeignKey(settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "key"], name="a_picture_is_imported_once_a_team")]

    def __str__(self) -> str:
        return self.key


class ImportedAuthor(models.Model):
    """Who an author of an old blog is here."""

    source = models.CharField(max_length=200)
    login = models.CharField(max_length=200)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "login"], name="an_author_is_imported_once")]

    def __str__(self) -> str:
        return self.login


def key_of(words: str) -> str:
    """A key of the old blog as it is stored: itself, or its fingerprint where it is long."""
    return words if len(words) <= 200 else hashlib.sha256(words.encode()).hexdigest()
