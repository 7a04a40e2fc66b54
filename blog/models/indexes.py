"""The two rooms of a team: its blog and its projects."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from publishing.permissions import IndexPermissionTester
from teams.models import Team


class TeamIndexPage(Page):
    """Holds a team's articles of one kind. Made with the team, and gone with it."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", editable=False)

    parent_page_types: ClassVar = ["teams.TeamPage"]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    is_creatable = False

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> IndexPermissionTester:
        return IndexPermissionTester(user, self)


class BlogIndexPage(TeamIndexPage):
    subpage_types: ClassVar = ["blog.BlogPostPage"]

    class Meta:
        verbose_name = _("blog")


class ProjectsIndexPage(TeamIndexPage):
    subpage_types: ClassVar = ["blog.WriteUpPage"]

    class Meta:
        verbose_name = _("projects")
