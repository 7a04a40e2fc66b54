"""What the front page reads: each part is one query, whatever the size of the house."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from blog.models import BlogIndexPage, ProjectsIndexPage, WriteUpPage
from core.access import group_ids, is_administrator, is_somebody
from core.prepared import Listing, Prepared, PreparedListing
from people.models import User
from publishing.lifecycle import address_of
from publishing.models import Article, Citation, Result
from publishing.querysets import groups_read_for
from publishing.rows import SHOWN
from teams.models import Membership, Team

TEAMS_SHOWN = 12
PROJECTS_SHOWN = 4
CITATIONS_LOOKED_AT = 300
NEWCOMERS_SHOWN = 4
NEW_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Foundation:
    """A write-up that others rest on."""

    title: str
    address: str
    result: str
    result_label: str
    cited: int


@dataclass(frozen=True)
class Desk:
    """A team somebody may write in, and where its posts and write-ups are begun."""

    team: Team
    blog: int
    projects: int


def latest_for(user: Any, teams: Sequence[Team] | None = None) -> Listing | QuerySet[Article]:
    """What ``user`` may read, newest first, as rows show it; of these teams only when some are named."""
    if not is_somebody(user):
        return Article.objects.none()
    return _latest(groups_read_for(user), None if teams is None else [team.pk for team in teams])


def _newest(part: slice, groups: Collection[int] | None, teams: Collection[int] | None) -> QuerySet[Any]:
    rows = Article.objects.read_by_groups(groups).by_newest()
    return (rows if teams is None else rows.filter(team_id__in=teams)).values_list(*SHOWN)[part]


_latest = PreparedListing(_newest)


_teams_read_by = Prepared(lambda groups: Team.objects.active().filter(readers_id__in=groups).by_name())


def teams_of(user: Any) -> list[Team]:
    """The teams somebody belongs to, by name."""
    return _teams_read_by(group_ids(user))


def worth_building_on(user: Any) -> list[Foundation]:
    """The write-ups that most pages have rested on lately. Both ends count only where ``user`` may read them.

    Only the newest citations are looked at: the cost stays the same however large the house grows.
    """
    labels = dict(Result.choices)
    return [
        Foundation(title, address_of(url_path), result, str(labels.get(result, "")), times)
        for _pk, title, url_path, result, times in _built_upon(groups_read_for(user))
    ]


def _most_built_upon(groups: Collection[int] | None) -> QuerySet[Any]:
    readable = Article.objects.read_by_groups(groups).order_by()
    write_ups = readable.filter(content_type=ContentType.objects.get_for_model(WriteUpPage))
    lately = Citation.objects.order_by("-pk").values("pk")[:CITATIONS_LOOKED_AT]
    return (
        Citation.objects.order_by()
        .filter(
            Exists(readable.filter(pk=OuterRef("article_id"))),
            Exists(write_ups.filter(pk=OuterRef("cited_id"))),
            pk__in=lately,
        )
        .values_list("cited_id", "cited__title", "cited__url_path", "cited__result")
        .annotate(times=Count("pk"))
        .order_by("-times", "-cited_id")[:PROJECTS_SHOWN]
    )


_built_upon = Prepared(_most_built_upon)


_newest_people = Prepared(
    lambda: (
        User.objects.active()
        .order_by("-date_joined", "-pk")
        .only("username", "first_name", "last_name", "place", "face", "hue", "date_joined")[:NEWCOMERS_SHOWN]
    )
)


def newcomers() -> list[User]:
    since = timezone.now() - NEW_FOR
    return [person for person in _newest_people() if person.date_joined >= since]


def desks_of(user: Any) -> list[Desk]:
    """Where ``user`` may write: the teams they are an author of; every team for an administrator who is in none."""
    teams = list(Team.objects.active().written_by(user).by_name())
    if not teams and is_administrator(user):
        teams = list(Team.objects.active().by_name())
    if not teams:
        return []
    blogs = dict(BlogIndexPage.objects.order_by().filter(team__in=teams).values_list("team_id", "pk"))
    projects = dict(ProjectsIndexPage.objects.order_by().filter(team__in=teams).values_list("team_id", "pk"))
    return [Desk(team, blogs[team.pk], projects[team.pk]) for team in teams if team.pk in blogs and team.pk in projects]


def leads_to_ask(user: Any) -> list[tuple[Team, list[User]]]:
    """The teams somebody belongs to with the people who can make them an author."""
    leads = (
        Membership.objects.leads()
        .filter(team__in=Team.objects.active().joined_by(user))
        .select_related("team", "person")
        .order_by("team__name_folded", "person__name_folded")
    )
    by_team: dict[int, tuple[Team, list[User]]] = {}
    for membership in leads:
        by_team.setdefault(membership.team_id, (membership.team, []))[1].append(membership.person)
    return list(by_team.values())
