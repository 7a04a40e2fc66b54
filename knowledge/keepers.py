"""The people who look after a page."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from publishing.models import Article
from publishing.readers import readers_among
from teams.models import Team, Visibility


def keepers_of(article: Article) -> list[Any]:
    """Who is asked whether a live page still holds: those it was given to, as far as they still read it; else the
    editors and leads of its team, so that no question is asked of nobody."""
    people = get_user_model().objects.active().by_name()
    if article.keeper_id is not None:
        named = list(people.filter(pk=article.keeper_id))
    elif article.keeper_team is not None:
        named = list(people.filter(groups=article.keeper_team.editors_id))
    else:
        named = []
    return _readers(article, named) or _readers(article, list(people.filter(groups=article.team.editors_id)))


def _readers(article: Article, people: list[Any]) -> list[Any]:
    reads = readers_among(article.pk, [person.pk for person in people])
    return [person for person in people if person.pk in reads]


def teams_that_may_keep(article: Article) -> QuerySet[Team]:
    """The page's own team, and open ones beside it for what everybody reads: whoever reads the page may know of them,
    and their editors read it."""
    open_ones = Team.objects.filter(archived_at=None, visibility=Visibility.OPEN)
    own = Team.objects.filter(pk=article.team_id)
    return (own if article.audience_id is not None else own | open_ones).by_name()
