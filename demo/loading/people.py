"""Accounts, faces, the groups of the house, teams and who is in them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from core.pictures import CleanPicture
from demo.about import about_in_markup
from demo.drawing.faces import draw_face
from demo.looks import LOOKS
from demo.organisation import ADMINISTRATORS, COMMUNICATIONS, DEMO_ACCOUNTS, MODERATORS, TEAMS, TeamPlan
from demo.people import PEOPLE, Person
from library.models import Picture
from teams.asking import ask_for_team
from teams.creation import create_team
from teams.house import communications_group, moderators_group
from teams.joining import ask_to_join
from teams.members import add_member
from teams.membership import refresh_standing
from teams.models import Team, TeamPage

from .diary import Diary
from .pictures import store_picture

Accounts = Mapping[str, Any]


def make_people(password: str, founded: datetime) -> dict[str, Any]:
    """Everybody, without a mail address until the past has been told: nobody is written to about it.

    The demo accounts share a password; all others have none that could be used.
    """
    shared = make_password(password)
    return {person.username: _make_person(person, shared, founded) for person in PEOPLE}


def _make_person(person: Person, shared: str, founded: datetime) -> Any:
    random = Random(person.username)
    is_administrator = person.username in ADMINISTRATORS
    account = get_user_model()(
        username=person.username,
        first_name=person.first_name,
        last_name=person.last_name,
        job_title=person.job_title,
        place=person.place,
        time_zone=person.time_zone,
        languages=person.languages,
        about=person.about,
        is_staff=is_administrator,
        is_superuser=is_administrator,
        date_joined=founded - timedelta(days=random.randint(5, 2500)),
        password=shared if person.username in DEMO_ACCOUNTS else make_password(None),
    )
    account.save()
    return account


def give_faces(accounts: Accounts) -> None:
    for number, (username, look) in enumerate(LOOKS.items()):
        out = BytesIO()
        draw_face(look, number).save(out, "WEBP", quality=86, method=2)
        account = accounts[username]
        account.face.save(f"{username}.webp", CleanPicture(out.getvalue()), save=False)
        get_user_model().objects.filter(pk=account.pk).update(face=account.face.name)


def fill_house_groups(accounts: Accounts) -> None:
    for group, usernames in ((communications_group(), COMMUNICATIONS), (moderators_group(), MODERATORS)):
        group.user_set.add(*(accounts[username] for username in usernames))
    refresh_standing([accounts[username].pk for username in {*COMMUNICATIONS, *MODERATORS}])


def make_teams(accounts: Accounts, founded: datetime, diary: Diary) -> dict[str, Team]:
    administrator = accounts[ADMINISTRATORS[0]]
    teams: dict[str, Team] = {}
    for number, plan in enumerate(TEAMS):
        with diary.on(founded + timedelta(days=number, hours=1)):
            teams[plan.slug] = _make_team(plan, accounts, administrator)
    return teams


def _make_team(plan: TeamPlan, accounts: Accounts, administrator: Any) -> Team:
    roles = list(plan.roles())
    team = create_team(
        by=administrator,
        name=plan.name,
        slug=plan.slug,
        purpose=plan.purpose,
        hue=plan.hue,
        visibility=plan.visibility,
        posting_policy=plan.posting_policy,
        comment_policy=plan.comment_policy,
        lead=accounts[roles[0][0]],
    )
    for username, role in roles[1:]:
        add_member(team=team, person=accounts[username], role=role, by=administrator)
    TeamPage.objects.filter(team=team).update(about=about_in_markup(plan.slug))
    return team


def give_team_pictures(teams: Mapping[str, Team], administrator: Any) -> list[Picture]:
    pictures = []
    for plan in TEAMS:
        picture = store_picture(
            *plan.picture, collection=teams[plan.slug].collection, by=administrator, title=plan.name
        )
        Team.objects.filter(pk=teams[plan.slug].pk).update(picture=picture)
        pictures.append(picture)
    return pictures


def leave_questions(accounts: Accounts, teams: Mapping[str, Team], now: datetime, diary: Diary) -> None:
    """Somebody stands at the door of a closed team, and somebody wants a team of their own."""
    with diary.on(now - timedelta(days=2, hours=3)):
        ask_to_join(
            team=teams["legal-desk"],
            person=accounts["mateus"],
            message="I write the letters of reader service and would like to read along what changes, "
            "so that I need not ask Elena each time.",
        )
    with diary.on(now - timedelta(days=4)):
        ask_for_team(
            by=accounts["birk"],
            name="Kerb by kerb",
            purpose="Couriers and planners collect the places where a kerb, a bollard or a market costs us minutes, "
            "and who has to be asked to change it.",
        )


def give_addresses() -> None:
    """From now on mail reaches them."""
    for person in PEOPLE:
        get_user_model().objects.filter(username=person.username).update(email=person.email)
