"""Teams, who belongs to them, and their place in the tree."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Collection, Page

from core.cms_forms import NamesOnlyWhatIsSeen
from core.text import fold

from .choices import CommentPolicy, PostingPolicy, RequestState, Role, Visibility
from .deputies import Deputy
from .querysets import MembershipQuerySet, TeamQuerySet
from .testers import FixedPageTester, TeamPageTester
from .working_days import Holiday, WorkingTime

__all__ = [
    "RESERVED_BELOW_A_TEAM",
    "RESERVED_BELOW_TEAMS",
    "CommentPolicy",
    "Deputy",
    "Holiday",
    "JoinRequest",
    "Membership",
    "PostingPolicy",
    "RequestState",
    "Role",
    "Team",
    "TeamPage",
    "TeamRequest",
    "TeamsPage",
    "Visibility",
    "WorkingTime",
]

RESERVED_BELOW_TEAMS = frozenset({"new"})
RESERVED_BELOW_A_TEAM = frozenset({"members", "join", "leave", "settings", "requests", "export", "work"})


class Team(models.Model):  # type: ignore[django-manager-missing]  # what higher rooms relate to it is theirs
    """A team: the unit of who may read. Its page, groups and collection are made and kept by ``teams.actions``."""

    name = models.CharField(_("name"), max_length=80)
    name_folded = models.CharField(max_length=80, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    purpose = models.CharField(
        _("purpose"), max_length=280, help_text=_("One or two sentences: what this team is for.")
    )
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hue = models.PositiveSmallIntegerField(_("colour"), default=0, validators=[MaxValueValidator(11)])
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility.choices, default=Visibility.OPEN)
    posting_policy = models.CharField(
        _("posting policy"), max_length=20, choices=PostingPolicy.choices, default=PostingPolicy.EDITORS
    )
    comment_policy = models.CharField(
        _("comment policy"), max_length=10, choices=CommentPolicy.choices, default=CommentPolicy.OPEN
    )
    archived_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    readers = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="read_team", editable=False)
    authors = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="authored_team", editable=False)
    editors = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="edited_team", editable=False)
    leads = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="led_team", editable=False)
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="team", editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("name_folded",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_folded = fold(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/teams/{self.slug}/"

    @property
    def audience_id(self) -> int | None:
        """The group whose members read this team, or None when everybody does."""
        return None if self.visibility == Visibility.OPEN else self.readers_id

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def group_ids_by_role(self) -> dict[str, int]:
        return {
            Role.MEMBER: self.readers_id,
            Role.AUTHOR: self.authors_id,
            Role.EDITOR: self.editors_id,
            Role.LEAD: self.leads_id,
        }


class Membership(models.Model):
    """A person in a team, with one role. The team's groups follow it; see ``teams.membership``."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="one_membership_a_person_and_team")]

    def __str__(self) -> str:
        return f"{self.person} · {self.team}"


class JoinRequest(models.Model):
    """Somebody asks to join a closed team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    message = models.TextField(_("message"), max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=models.Q(state=RequestState.WAITING),
                name="one_waiting_join_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.team}"


class TeamRequest(models.Model):
    """Somebody asks an administrator for a team."""

    name = models.CharField(_("name"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=280)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility.choices, default=Visibility.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_requests")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)

    def __str__(self) -> str:
        return self.name


class TeamsPage(Page):
    """The list of teams, at /teams/."""

    max_count = 1
    parent_page_types: ClassVar[list[Any]] = []  # made by a migration, below the home page
    subpage_types: ClassVar = ["teams.TeamPage"]
    is_creatable = False

    def permissions_for_user(self, user: Any) -> FixedPageTester:
        return FixedPageTester(user, self)


class TeamPage(Page):
    """A team's place in the tree. What the page is called, and who may see it, is the team's to say."""

    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="page", editable=False)
    about = RichTextField(
        _("about the team"), blank=True, help_text=_("What you do, how to work with you, where to find you.")
    )

    base_form_class = NamesOnlyWhatIsSeen
    content_panels: ClassVar = ["about"]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["teams.TeamsPage"]
    subpage_types: ClassVar[list[Any]] = []
    is_creatable = False  # teams.actions.create_team makes it whole
    template = "teams/team_page.html"

    # What the team says, or the tree; a revision of years ago must not bring it back.
    SAID_BY_THE_TEAM: ClassVar = ("title", "slug", "url_path", "team_id")
    has_workflow = False  # the team's leads publish what the team says about itself

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_BELOW_TEAMS:
            raise ValidationError({"slug": _("This address is kept for a page of the house. Choose another.")})

    def permissions_for_user(self, user: Any) -> TeamPageTester:
        return TeamPageTester(user, self)

    def get_workflow(self) -> None:
        return None

    def with_content_json(self, content: dict[str, Any]) -> Any:
        page = super().with_content_json(content)
        for name in self.SAID_BY_THE_TEAM:
            setattr(page, name, getattr(self, name))
        return page
