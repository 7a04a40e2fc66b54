"""What a project set out to do, what came of it, and what the next one should know."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from publishing.blocks import BodyField
from publishing.models import Article, Purpose

from ..panels import PROMOTE_PANELS, SETTINGS_PANELS, WRITE_UP_PANELS
from ..plain_text import plain_text_of

PROSE = ["bold", "italic", "ol", "ul", "link", "document-link"]


class WriteUpPage(Article):
    goal = RichTextField(_("what we wanted"), features=PROSE, blank=True)
    body = BodyField(verbose_name=_("what we did"), blank=True)
    would_repeat = RichTextField(_("what we would do again"), features=PROSE, blank=True)
    would_avoid = RichTextField(_("what we would not"), features=PROSE, blank=True)
    started_on = models.DateField(_("from"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    NAMED_ONCE: ClassVar = Article.NAMED_ONCE | {"participants": "person_id"}

    content_panels: ClassVar = WRITE_UP_PANELS
    promote_panels: ClassVar = PROMOTE_PANELS
    settings_panels: ClassVar = SETTINGS_PANELS
    parent_page_types: ClassVar = ["blog.ProjectsIndexPage"]
    subpage_types: ClassVar[list[Any]] = []
    page_description = _("A project told so that the next one starts where you stopped.")
    template = "blog/article_page.html"

    search_fields: ClassVar = [
        *Article.search_fields,
        index.SearchField("goal"),
        index.SearchField("body"),
        index.SearchField("would_repeat"),
        index.SearchField("would_avoid"),
    ]

    class Meta:
        verbose_name = _("write-up")
        verbose_name_plural = _("write-ups")

    def clean(self) -> None:
        super().clean()
        if not self.purpose:
            self.purpose = Purpose.LESSON
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            raise ValidationError({"ended_on": _("A project cannot end before it began.")})

    def plain_text(self) -> str:
        """Every word a reader sees, for counting, searching and mail."""
        return plain_text_of(self.goal, self.body, self.would_repeat, self.would_avoid)

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from ..views import preview_context  # the views need the models of this package

        return preview_context(request, self)


class NumberResult(Orderable):
    """One measured result: what, before, after."""

    write_up = ParentalKey(WriteUpPage, on_delete=models.CASCADE, related_name="numbers")
    label = models.CharField(_("what was measured"), max_length=120)
    before = models.CharField(_("before"), max_length=40, blank=True)
    after = models.CharField(_("after"), max_length=40)

    def __str__(self) -> str:
        return self.label


class WriteUpPerson(Orderable):
    """Somebody who took part, and as what."""

    write_up = ParentalKey(WriteUpPage, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("as what"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["write_up", "person"], name="takes_part_once")]

    def __str__(self) -> str:
        return str(self.person)
