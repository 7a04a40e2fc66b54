"""Reads of teams with everything their pages show, in a number of queries that does not grow with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from core.access import group_ids
from core.text import fold
from library.sizes import ShownPicture

from .models import JoinRequest, Membership, RequestState, Role, Team, TeamPage, Visibility
from .permissions import may_read, role_in

FACES_ON_A_CARD = 6
PEOPLE_ON_A_TEAM_PAGE = 24


@dataclass(frozen=True)
class TeamCard:
    """A team in a grid. Whoever may not read it sees its name and purpose, and nobody's face."""

    team: Team
    picture: ShownPicture | None = None
    faces: list[Any] = field(default_factory=list)
    members: int = 0
    role_label: str = ""


@dataclass(frozen=True)
class PeopleOfTeam:
    """Some of a team's people, the leads first, and how many there are."""

    memberships: list[Membership]
    total: int

    @property
    def leads(self) -> list[Any]:
        return [membership.person for membership in self.memberships if membership.role == Role.LEAD]

    @property
    def not_shown(self) -> int:
        return self.total - len(self.memberships)


def team_pages() -> QuerySet[TeamPage]:
    """Team pages with their team, its picture, and how many people wait at its door."""
    waiting = (
        JoinRequest.objects.filter(team=OuterRef("team"), state=RequestState.WAITING, person__is_active=True)
        .order_by()
        .values("team")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return TeamPage.objects.select_related("team", "team__picture").annotate(waiting=Coalesce(Subquery(waiting), 0))


def listed_teams(user: Any, *, query: str = "", show: str = "") -> QuerySet[Any]:
    """The teams this person may know of, their own first. ``show`` is "", "mine", a visibility, or "archived"."""
    teams = Team.objects.known_to(user).select_related("picture")
    teams = teams.filter(archived_at__isnull=show != "archived")
    if show == "mine":
        teams = teams.joined_by(user)
    elif show in Visibility.values:
        teams = teams.filter(visibility=show)
    for word in fold(query).split():
        teams = teams.filter(Q(name_folded__contains=word) | Q(purpose__icontains=word))
    mine = Case(When(readers_id__in=group_ids(user), then=Value(0)), default=Value(1))
    return teams.order_by(mine, "name_folded")


def cards(user: Any, teams: Sequence[Team]) -> list[TeamCard]:
    """Cards for teams, with one query for all their faces."""
    readable = {team.pk for team in teams if may_read(user, team)}
    faces: dict[int, list[Any]] = {}
    counts: dict[int, int] = {}
    for membership in _first_of_each(readable):
        faces.setdefault(membership.team_id, []).append(membership.person)
        counts[membership.team_id] = membership.total
    return [_card(user, team, team.pk in readable, faces.get(team.pk, []), counts.get(team.pk, 0)) for team in teams]


def people_of(team: Team) -> PeopleOfTeam:
    """In one query."""
    rows = list(
        team.memberships.for_people_shown()
        .annotate(total=Window(Count("pk")))
        .by_role_and_name()[:PEOPLE_ON_A_TEAM_PAGE]
    )
    return PeopleOfTeam(rows, rows[0].total if rows else 0)


def leads_of(team: Team) -> list[Any]:
    """Whom the door names."""
    leads = team.memberships.leads().select_related("person").order_by("person__name_folded")
    return [membership.person for membership in leads]


def _first_of_each(team_ids: set[int]) -> list[Any]:
    if not team_ids:
        return []
    return list(
        Membership.objects.filter(team_id__in=team_ids)
        .for_people_shown()
        .annotate(
            place=Window(RowNumber(), partition_by=F("team_id"), order_by=[F("joined_at").asc(), F("pk").asc()]),
            total=Window(Count("pk"), partition_by=F("team_id")),
        )
        .filter(place__lte=FACES_ON_A_CARD)
    )


def _card(user: Any, team: Team, is_readable: bool, faces: list[Any], members: int) -> TeamCard:
    if not is_readable:
        return TeamCard(team)
    role = role_in(user, team)
    return TeamCard(
        team,
        picture=team.picture.shown("row", decorative=True) if team.picture else None,
        faces=faces,
        members=members,
        role_label=str(Role(role).label) if role else "",
    )
