"""The Article: one concrete model between Wagtail's Page and everything that a team publishes.

Whatever a listing shows or filters by is a column here; the body is on the leaf. So a feed, a team page or a page of
search results is one query on ``Article``.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.models import Orderable, Page, Revision
from wagtail.search import index

from core.cms_forms import NamesOnlyWhatIsSeen
from core.text import fold
from library.sizes import ShownPicture
from teams.models import CommentPolicy, Team

from . import gates, lifecycle
from .child_rows import keep_remarks, name_once
from .copying import CopyAsDraftForm
from .lookups import IsForEverybodyOr
from .permissions import ArticlePermissionTester
from .querysets import ArticleManager


class Purpose(models.TextChoices):
    INFORM = "inform", _("Inform")
    ASK = "ask", _("Ask")
    DECIDE = "decide", _("Decide")
    LESSON = "lesson", _("Lesson")


class Result(models.TextChoices):
    """How a project ended."""

    WORKED = "worked", _("Worked")
    PARTLY = "partly", _("Partly worked")
    FAILED = "failed", _("Did not work")


class Standing(models.TextChoices):
    """What a page is worth to its readers today."""

    CURRENT = "current", _("Current")
    OFFICIAL = "official", _("Official")
    OUTDATED = "outdated", _("Outdated")


class Tag(TagBase):
    """A tag, found by its folded name."""

    name_folded = models.CharField(max_length=100, unique=True, editable=False)
    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_folded = fold(self.name)
        super().save(*args, **kwargs)


class ArticleTag(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="article_tags")
    content_object = ParentalKey("publishing.Article", on_delete=models.CASCADE, related_name="tagged")


class Article(Page):
    """What everything published shares.

    ``team``, ``audience``, the standing and the counters are facts about the tree, the page's worth and the talk, never
    about a revision: they are in no form, are ignored when a revision is loaded, and change by ``update()``.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="articles", editable=False)
    audience = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    summary = models.TextField(
        _("summary"),
        max_length=400,
        help_text=_("Two sentences a hurried colleague can decide by. Shown in lists, mail and search."),
    )
    lead_picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_alt = models.CharField(
        _("what the lead picture shows"),
        max_length=255,
        blank=True,
        help_text=_("For colleagues who cannot see it. Left empty, the picture's own description is used."),
    )
    purpose = models.CharField(
        _("purpose"),
        max_length=10,
        choices=Purpose.choices,
        default=Purpose.INFORM,
        help_text=_("What is this for? It decides where and how colleagues meet it."),
    )
    wished_by = models.DateField(
        _("wished by"), null=True, blank=True, help_text=_("When you ask or decide: until when answers help.")
    )
    outcome = models.TextField(
        _("outcome"), max_length=1000, blank=True, help_text=_("What came of it: the answer, or the decision and why.")
    )
    result = models.CharField(_("how it ended"), max_length=10, choices=Result.choices, blank=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("on behalf of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Somebody you write for. They stand in the byline and gain no rights by it."),
    )
    comment_policy = models.CharField(
        max_length=10, choices=CommentPolicy.choices, blank=True, default="", editable=False
    )
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("tags"))

    published = models.DateTimeField(null=True, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    held_count = models.PositiveIntegerField(default=0, editable=False)
    thread_version = models.PositiveIntegerField(default=0, editable=False)
    last_activity = models.DateTimeField(null=True, editable=False)
    # When the thread closes or closed, and why, in words for its readers.
    talk_closes_at = models.DateTimeField(null=True, editable=False)
    talk_closed_reason = models.CharField(max_length=400, blank=True, default="", db_default="", editable=False)
    # What came of a question or a decision, told in its thread: the accepted answer, or the recorded outcome.
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_words = models.TextField(blank=True, default="", db_default="", editable=False)

    # What the page is worth today: who looks after it, when they look again, and what took its place.
    standing = models.CharField(
        _("status"),
        max_length=10,
        choices=Standing.choices,
        default=Standing.CURRENT,
        db_default=Standing.CURRENT,
        editable=False,
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    keeper_team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    review_on = models.DateField(_("looked at again on"), null=True, blank=True, editable=False)
    review_months = models.PositiveSmallIntegerField(default=12, db_default=12, editable=False)

    # Facts about the tree, the talk and the page's worth, kept from the row and never taken from a revision.
    FACTS: ClassVar = (
        "team_id", "audience_id", "published", "comment_policy", "comment_count", "held_count", "thread_version",
        "last_activity", "talk_closes_at", "talk_closed_reason", "settled_at", "settled_words",
        "standing", "successor_id", "keeper_id", "keeper_team_id", "review_on", "review_months",
    )  # fmt: skip

    # A copy is a page of its own, which nobody has called official or outdated.
    exclude_fields_in_copy: ClassVar = [
        "standing", "successor", "keeper", "keeper_team", "review_on", "review_months",
    ]  # fmt: skip

    # Child relations, and the column of each that names something only once an article.
    NAMED_ONCE: ClassVar = {"authorships": "person_id", "citations": "cited_id"}

    objects = ArticleManager()

    base_form_class = NamesOnlyWhatIsSeen
    copy_form_class = CopyAsDraftForm
    is_creatable = False
    parent_page_types: ClassVar[list[Any]] = []
    subpage_types: ClassVar[list[Any]] = []

    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary", boost=3),
        index.SearchField("outcome"),
        index.SearchField("settled_words"),
        index.FilterField("team_id"),
        index.FilterField("audience_id"),
        index.FilterField("published"),
        index.FilterField("purpose"),
        index.FilterField("standing"),
    ]

    class Meta:
        verbose_name = _("article")
        indexes = [
            models.Index(fields=["published"]),
            models.Index(fields=["team", "published"]),
            models.Index(fields=["audience", "published"]),
            models.Index(fields=["review_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="kept_by_a_person_or_a_team", condition=models.Q(keeper=None) | models.Q(keeper_team=None)
            ),
            models.CheckConstraint(
                name="only_what_is_outdated_has_a_successor",
                condition=models.Q(standing=Standing.OUTDATED) | models.Q(successor=None),
            ),
        ]

    # --- Who may what ---------------------------------------------------------------------------------------

    def permissions_for_user(self, user: Any) -> ArticlePermissionTester:
        return ArticlePermissionTester(user, self)

    def get_admin_display_title(self) -> str:
        """The title in the CMS's lists, choosers and confirmations. Whoever may link to a live page reads these, so a
        title that is still being written does not stand in them."""
        return str(self.title if self.live else super().get_admin_display_title())

    # --- Facts that no revision may bring back --------------------------------------------------------------

    def with_content_json(self, content: dict[str, Any]) -> Any:
        obj = super().with_content_json(content)
        for name in self.FACTS:
            setattr(obj, name, getattr(self, name))
        obj.remarks_loaded = {remark.pk for remark in obj.wagtail_admin_comments.all()}
        return obj

    # --- The one way to live --------------------------------------------------------------------------------

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> Any:
        """Publish or schedule a revision that a gate vouches for; raises ``gates.NotCleared`` otherwise.

        Wagtail's own check is skipped: it asks for a right that nobody holds.
        """
        return gates.publish(
            self,
            revision,
            user=user,
            act=lambda: super(Article, self).publish(
                revision,
                user=user,
                changed=changed,
                log_action=log_action,
                previous_revision=previous_revision,
                skip_permission_checks=True,
            ),
        )

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision; one that somebody decides on is never overwritten, a new one is made instead."""
        with transaction.atomic():
            latest = lifecycle.lock(self).latest_revision_id
            overwrite = kwargs.get("overwrite_revision")
            if overwrite is not None and overwrite.pk == latest and lifecycle.is_frozen(overwrite):
                kwargs["overwrite_revision"] = None
            revision = super().save_revision(*args, **kwargs)
            lifecycle.revised.send(sender=type(self), article=self, revision=revision, by=kwargs.get("user"))
        return revision

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Take the place in the tree when made; afterwards write everything but the facts, which others keep."""
        if self._state.adding:
            lifecycle.take_place(self)
            self.live = False  # whatever made it: the one way to live is ``publish``
        keep_remarks(self)
        if kwargs.get("update_fields") is None:
            self.reading_minutes = lifecycle.reading_minutes(self)
            if not self._state.adding:
                name_once(self)
                kwargs["update_fields"] = lifecycle.fields_of_a_revision(self)
        return super().save(*args, **kwargs)

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """A copy is a draft, whatever the original is."""
        return super().copy(*args, **(kwargs | {"keep_live": False}))

    # --- What pages and listings show -----------------------------------------------------------------------

    @property
    def authors(self) -> list[Any]:
        """The people in the byline, in order; the owner when nobody is named."""
        named = [authorship.person for authorship in self.authorships.all()]
        return named or ([self.owner] if self.owner else [])

    @property
    def lead_image(self) -> ShownPicture | None:
        """The lead picture as rows and cards show it."""
        return self.lead_picture.shown("row", alt=self.lead_alt) if self.lead_picture else None

    @property
    def kind_label(self) -> str:
        return str(self.cached_content_type.name)

    @property
    def address(self) -> str:
        """The path readers use, without a query for the site."""
        return lifecycle.address_of(self.url_path)

    def get_absolute_url(self) -> str:
        return self.address

    @property
    def is_settled(self) -> bool:
        """Whether something came of it, said on the page itself or in its thread."""
        return bool(self.outcome or self.settled_at)

    @property
    def is_review_overdue(self) -> bool:
        """Whether its day has passed without anybody saying that it still holds."""
        is_open = self.live and self.standing != Standing.OUTDATED
        return bool(is_open and self.review_on and self.review_on < timezone.localdate())

    @property
    def is_overdue(self) -> bool:
        return bool(self.wished_by and not self.is_settled and self.wished_by < timezone.localdate())


Article._meta.get_field("audience").register_lookup(IsForEverybodyOr)


class Authorship(Orderable):
    """Somebody in an article's byline."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="authorships")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="authorships"
    )

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="an_author_once_an_article")]

    def __str__(self) -> str:
        return str(self.person)


class Relation(models.TextChoices):
    BUILDS_ON = "builds_on", _("Builds on")
    AVOIDS = "avoids", _("Avoids what happened in")


class Citation(Orderable):
    """An article says which earlier one it rests on."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="citations")
    cited = models.ForeignKey(
        Article, verbose_name=_("earlier page"), on_delete=models.CASCADE, related_name="cited_by"
    )
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices, default=Relation.BUILDS_ON)
    note = models.CharField(
        _("a word why"), max_length=200, blank=True, help_text=_("What you took over, or what you do differently.")
    )

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["article", "cited"], name="cited_once_an_article")]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.cited_id}"


class Clearance(models.Model):
    """Why a revision was let live: which gate vouched, for which content, on whose word."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="clearances")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64)
    gate = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=400, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["revision", "digest"])]

    def __str__(self) -> str:
        return f"{self.gate} · {self.article_id}"
