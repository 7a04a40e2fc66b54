"""What teams tell people, and whether somebody may still read it when they look."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import formats
from django.utils.translation import gettext_lazy

from core.access import is_administrator
from notifications.actions import tell
from notifications.kinds import Group, Kind, Rows, register
from notifications.models import Notification

from .deputies import Deputy
from .models import JoinRequest, Membership, Role, Team, TeamRequest
from .querysets import TeamQuerySet

JOIN_REQUESTED = "join_requested"
JOIN_ACCEPTED = "join_accepted"
JOIN_DECLINED = "join_declined"
TEAM_ASKED = "team_asked"
TEAM_MADE = "team_made"
TEAM_DECLINED = "team_declined"
ADDED_TO_TEAM = "added_to_team"
DEPUTY_NAMED = "deputy_named"
DEPUTY_ENDED = "deputy_ended"
TEAMS = Group("teams", gettext_lazy("Teams"), 50)


# --- Telling ----------------------------------------------------------------------------------------------------------


def join_requested(request: JoinRequest) -> None:
    """To everybody who leads the team."""
    for membership in request.team.memberships.leads().select_related("person"):
        tell(
            person=membership.person,
            kind=JOIN_REQUESTED,
            key=f"{JOIN_REQUESTED}:{request.pk}",
            page=request.team.page,
            target_id=request.pk,
            actor=request.person,
            data=_words(request.team, person=request.person.display_name, message=request.message),
        )


def join_accepted(request: JoinRequest, *, by: Any) -> None:
    _answer_join(request, JOIN_ACCEPTED, by)


def join_declined(request: JoinRequest, *, by: Any) -> None:
    _answer_join(request, JOIN_DECLINED, by)


def added_to_team(membership: Membership, *, by: Any) -> None:
    team = membership.team
    tell(
        person=membership.person,
        kind=ADDED_TO_TEAM,
        key=f"{ADDED_TO_TEAM}:{membership.pk}",
        page=team.page,
        target_id=membership.pk,
        actor=by,
        data=_words(team, role=str(Role(membership.role).label), by=by.display_name),
    )


def team_asked(request: TeamRequest) -> None:
    """To every administrator."""
    for person in get_user_model().objects.administrators():
        tell(
            person=person,
            kind=TEAM_ASKED,
            key=f"{TEAM_ASKED}:{request.pk}",
            target_id=request.pk,
            actor=request.asked_by,
            data={"team": request.name, "person": request.asked_by.display_name, "purpose": request.purpose},
        )


def team_made(request: TeamRequest, team: Team, *, by: Any) -> None:
    tell(
        person=request.asked_by,
        kind=TEAM_MADE,
        key=f"{TEAM_MADE}:{request.pk}",
        page=team.page,
        target_id=request.pk,
        actor=by,
        data=_words(team),
    )


def team_declined(request: TeamRequest, *, by: Any) -> None:
    tell(
        person=request.asked_by,
        kind=TEAM_DECLINED,
        key=f"{TEAM_DECLINED}:{request.pk}",
        target_id=request.pk,
        actor=by,
        data={"team": request.name, "by": by.display_name},
    )


def deputy_named(row: Deputy, *, by: Any) -> None:
    _tell_both(row, DEPUTY_NAMED, by)


def deputy_ended(row: Deputy, *, by: Any) -> None:
    _tell_both(row, DEPUTY_ENDED, by)


def _tell_both(row: Deputy, kind: str, by: Any) -> None:
    data = {
        "person": row.person.display_name,
        "name": row.deputy.display_name,
        "by": by.display_name,
        "first": row.first_day.isoformat(),
        "last": row.last_day.isoformat(),
        "note": row.note,
    }
    for person in (row.person, row.deputy):
        tell(person=person, kind=kind, key=f"{kind}:{row.pk}", target_id=row.pk, actor=by, data=data)


def _answer_join(request: JoinRequest, kind: str, by: Any) -> None:
    tell(
        person=request.person,
        kind=kind,
        key=f"{kind}:{request.pk}",
        page=request.team.page,
        target_id=request.pk,
        actor=by,
        data=_words(request.team, by=by.display_name),
    )


def _words(team: Team, **more: str) -> dict[str, str]:
    return {"team": team.name, **more}


# --- Reading it later -------------------------------------------------------------------------------------------------


def _of_teams(narrowed: Callable[[TeamQuerySet, Any], TeamQuerySet]) -> Callable[[Any, Rows], set[int]]:
    """Rows whose team is among those that ``narrowed`` leaves: one query however many rows."""

    def still_seen(person: Any, rows: Rows) -> set[int]:
        rows = list(rows)
        pages = {row.page_id for row in rows if row.page_id}
        seen = set(narrowed(Team.objects.filter(page__in=pages), person).values_list("page__pk", flat=True))
        return {row.pk for row in rows if row.page_id in seen}

    return still_seen


def _known(teams: TeamQuerySet, person: Any) -> TeamQuerySet:
    return teams.known_to(person)


def _led(teams: TeamQuerySet, person: Any) -> TeamQuerySet:
    return teams if is_administrator(person) else teams.led_by(person)


def _administrators_only(person: Any, rows: Rows) -> set[int]:
    return {row.pk for row in rows} if is_administrator(person) else set()


def _team_address(row: Notification) -> str:
    return f"/teams/{row.page.slug}/" if row.page else ""


def _members_address(row: Notification) -> str:
    return f"/teams/{row.page.slug}/members/" if row.page else ""


def _sentence(text: Any) -> Callable[[Notification], str]:
    return lambda row: str(text) % {"team": "", "person": "", "role": "", "by": "", **row.data}


def _deputy_sentence(text: Any) -> Callable[[Notification], str]:
    """With the days in the words of whoever reads it."""

    def sentence(row: Notification) -> str:
        days = {key: formats.date_format(datetime.date.fromisoformat(row.data[key])) for key in ("first", "last")}
        return str(text) % {**row.data, **days}

    return sentence


def register_kinds() -> None:
    """Called when the app is ready."""
    for kind in (
        Kind(
            JOIN_REQUESTED,
            gettext_lazy("Somebody asks to join my team"),
            _sentence(gettext_lazy("%(person)s asks to join %(team)s.")),
            _members_address,
            _of_teams(_led),
            "door",
            "teams/mail/join_requested",
            TEAMS,
        ),
        Kind(
            JOIN_ACCEPTED,
            gettext_lazy("I was let into a team"),
            _sentence(gettext_lazy("You are in: %(by)s let you into %(team)s.")),
            _team_address,
            _of_teams(_known),
            "good",
            "teams/mail/join_accepted",
            TEAMS,
        ),
        Kind(
            JOIN_DECLINED,
            gettext_lazy("I was not let into a team"),
            _sentence(gettext_lazy("%(by)s did not let you into %(team)s this time.")),
            _team_address,
            _of_teams(_known),
            "door",
            "teams/mail/join_declined",
            TEAMS,
        ),
        Kind(
            ADDED_TO_TEAM,
            gettext_lazy("I was put into a team"),
            _sentence(gettext_lazy("%(by)s put you into %(team)s. Your role: %(role)s.")),
            _team_address,
            _of_teams(_known),
            "teams",
            "teams/mail/added_to_team",
            TEAMS,
        ),
        Kind(
            TEAM_ASKED,
            gettext_lazy("Somebody asks for a team"),
            _sentence(gettext_lazy("%(person)s asks for a team called %(team)s.")),
            lambda row: f"/teams/new/{row.target_id}/",
            _administrators_only,
            "teams",
            "teams/mail/team_asked",
            TEAMS,
        ),
        Kind(
            TEAM_MADE,
            gettext_lazy("A team I asked for was made"),
            _sentence(gettext_lazy("The team you asked for is there: %(team)s. You lead it.")),
            _team_address,
            _of_teams(_known),
            "teams",
            "teams/mail/team_made",
            TEAMS,
        ),
        Kind(
            TEAM_DECLINED,
            gettext_lazy("A team I asked for was not made"),
            _sentence(gettext_lazy("%(by)s decided against a team called %(team)s for now.")),
            lambda row: "",
            icon="teams",
            mail="teams/mail/team_declined",
            group=TEAMS,
        ),
        Kind(
            DEPUTY_NAMED,
            gettext_lazy("Somebody stands in for me, or I for them"),
            _deputy_sentence(gettext_lazy("From %(first)s to %(last)s %(name)s stands in for %(person)s.")),
            lambda row: "/accounts/deputies/",
            icon="people",
            mail="teams/mail/deputy_named",
            group=TEAMS,
        ),
        Kind(
            DEPUTY_ENDED,
            gettext_lazy("Standing in has ended early"),
            _deputy_sentence(gettext_lazy("%(name)s does not stand in for %(person)s any more: %(by)s ended it.")),
            lambda row: "/accounts/deputies/",
            icon="people",
            mail="teams/mail/deputy_ended",
            group=TEAMS,
        ),
    ):
        register(kind)
