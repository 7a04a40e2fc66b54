"""A house rule about the front door that can be seen in the database; ``check --database default`` asks it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError
from django.urls import URLPattern, URLResolver, get_resolver

from teams.models import TeamsPage

from .models import HomePage


@register(Tags.database)
def check_first_parts(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """No page but the list of teams stands where a plain view answers: nobody would ever reach it."""
    if not databases or "default" not in databases:
        return []
    try:
        below = [child for home in HomePage.objects.all() for child in home.get_children()]
        teams = set(TeamsPage.objects.values_list("pk", flat=True))
    except DatabaseError:
        return []  # before the first migration there is nothing to compare
    taken = set(first_parts())
    return [
        Error(
            f"The page {page.pk} has the slug {page.slug!r}, which a page of the house takes.",
            hint="Give the page another slug.",
            id="home.E001",
        )
        for page in below
        if page.slug in taken and page.pk not in teams
    ]


def first_parts(patterns: Sequence[Any] | None = None) -> Iterator[str]:
    """The first path parts that plain views take."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        part = str(pattern.pattern).split("/")[0]
        if isinstance(pattern, URLResolver) and not part:
            yield from first_parts(pattern.url_patterns)
        elif isinstance(pattern, URLPattern | URLResolver) and part.isidentifier():
            yield part
