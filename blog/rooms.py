"""The two index pages that every team gets when it is made."""

from typing import Any

from django.utils.translation import gettext as _

from teams.models import Team, TeamPage

from .models import BlogIndexPage, ProjectsIndexPage

BLOG_SLUG = "blog"
PROJECTS_SLUG = "projects"


def furnish(team: Team, page: TeamPage, by: Any) -> None:
    """Add the blog and the projects index below a new team's page."""
    page.add_child(instance=BlogIndexPage(title=_("Blog"), slug=BLOG_SLUG, team=team, owner=by))
    page.add_child(instance=ProjectsIndexPage(title=_("Projects"), slug=PROJECTS_SLUG, team=team, owner=by))


def blog_of(team: Team) -> BlogIndexPage:
    return BlogIndexPage.objects.get(team=team)


def projects_of(team: Team) -> ProjectsIndexPage:
    return ProjectsIndexPage.objects.get(team=team)
