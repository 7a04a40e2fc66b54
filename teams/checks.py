"""House rules about teams that can be seen in the database; ``check --database default`` asks them."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.db.models import F
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, Page, PageViewRestriction

from .models import RESERVED_BELOW_A_TEAM, RESERVED_BELOW_TEAMS, Team, TeamPage, TeamsPage, Visibility


@register(Tags.database)
def check_teams(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Slugs that plain views take, and restrictions that do not say what the team says."""
    if not databases or "default" not in databases:
        return []
    try:
        tables = connections["default"].introspection.table_names()
        if TeamPage._meta.db_table not in tables:
            return []
        return [*_reserved_slugs(), *_page_restrictions(), *_collection_restrictions(), *_names()]
    except DatabaseError:
        return []  # before the first migration, or between two, there is nothing to compare


def _reserved_slugs() -> list[CheckMessage]:
    below_teams = Page.objects.filter(path__startswith=_teams_path(), slug__in=RESERVED_BELOW_TEAMS, depth=4)
    below_a_team = Page.objects.filter(path__startswith=_teams_path(), slug__in=RESERVED_BELOW_A_TEAM, depth=5)
    return [
        Error(
            f"The page {page.pk} has the slug {page.slug!r}, which a page of the house takes.",
            hint="Give the page another slug.",
            id="teams.E001",
        )
        for page in (*below_teams, *below_a_team)
    ]


def _page_restrictions() -> list[CheckMessage]:
    found = {restriction.page_id: _says(restriction) for restriction in _with_groups(PageViewRestriction)}
    wanted = dict(Team.objects.exclude(visibility=Visibility.OPEN).values_list("page__pk", "readers_id"))
    return _compared(found, wanted, "page", "teams.E002")


def _collection_restrictions() -> list[CheckMessage]:
    found = {restriction.collection_id: _says(restriction) for restriction in _with_groups(CollectionViewRestriction)}
    wanted = dict(Team.objects.exclude(visibility=Visibility.OPEN).values_list("collection_id", "readers_id"))
    return _compared(found, wanted, "collection", "teams.E003")


def _compared(found: dict[int, Any], wanted: dict[int, int], what: str, code: str) -> list[CheckMessage]:
    return [
        Error(
            f"The view restriction of {what} {pk} does not say what its team's visibility says.",
            hint="Restrictions are written by teams.restrictions.apply_restrictions alone; call it for the team.",
            id=code,
        )
        for pk in sorted(found.keys() | wanted.keys())
        if found.get(pk) != ([wanted[pk]] if pk in wanted else None)
    ]


def _names() -> list[CheckMessage]:
    return [
        Error(
            f"The page of team {team.pk} has another address than the team.",
            hint="Rename the team with teams.changes.rename_team.",
            id="teams.E004",
        )
        for team in Team.objects.exclude(page__slug=F("slug"))
    ]


def _teams_path() -> str:
    return TeamsPage.objects.values_list("path", flat=True).first() or "-"


def _with_groups(model: Any) -> Any:
    return model.objects.prefetch_related("groups")


def _says(restriction: Any) -> list[int] | str:
    if restriction.restriction_type != BaseViewRestriction.GROUPS:
        return str(restriction.restriction_type)
    return sorted(group.pk for group in restriction.groups.all())
