"""Two thousand people in two hundred teams."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.text import slugify

from demo.organisation import ADMINISTRATORS, DEMO_ACCOUNTS, TeamPlan, person_named, team_named
from demo.people import PEOPLE
from teams.creation import create_team
from teams.house import communications_group, moderators_group
from teams.membership import GROUPS_OF_ROLE, refresh_standing
from teams.models import Membership, Role, Team

from .sizes import Sizes

_FIRST = (
    "Ada", "Ahmed", "Aiko", "Amina", "Ana", "Anders", "Anouk", "Aylin", "Beatriz", "Ben", "Chidi", "Chloe", "Dao",
    "Darius", "Elif", "Emeka", "Esther", "Farid", "Femi", "Freya", "Giulia", "Hai", "Hugo", "Ibrahim", "Ilse", "Ines",
    "Ivan", "Jamila", "Jan", "Jonas", "Kaito", "Karim", "Kofi", "Lara", "Leo", "Lin", "Luca", "Maja", "Malik", "Mei",
    "Milan", "Mira", "Nadia", "Nia", "Noor", "Olga", "Omar", "Paula", "Ravi", "Rosa", "Samuel", "Sana", "Sven", "Tara",
    "Tomás", "Uma", "Viktor", "Wanjiru", "Yara", "Zeynep",
)  # fmt: skip
_LAST = (
    "Abara", "Adeleke", "Almeida", "Asante", "Bauer", "Bianchi", "Chen", "Costa", "Dahl", "Demir", "Dubois", "Eze",
    "Fischer", "Garcia", "Haddad", "Hansen", "Horvat", "Ito", "Ivanova", "Jansen", "Kaya", "Kim", "Koch", "Kumar",
    "Larsen", "Lopez", "Mbeki", "Mehta", "Moreau", "Müller", "Musa", "Nagy", "Nguyen", "Novak", "Obi", "Okafor",
    "Osei", "Park", "Patel", "Pereira", "Petrov", "Quinn", "Rahman", "Reyes", "Rossi", "Saito", "Santos", "Sato",
    "Silva", "Singh", "Sousa", "Tanaka", "Tembo", "Torres", "Varga", "Vega", "Weber", "Wong", "Yilmaz", "Zhang",
)  # fmt: skip
_JOBS = ("Driver", "Reporter", "Sorter", "Adviser", "Developer", "Planner", "Printer", "Editor", "Fitter", "Trainer")
_WHERE = ("Harbour", "Millfield", "Depot North", "Depot South", "Quarry Lane", "Market Street", "Ferry House", "West")
_WHAT = (
    "planning", "press room", "night shift", "service desk", "archive", "workshop", "rounds", "training", "safety",
    "projects", "reporting", "stores", "kitchen", "early shift", "loading", "returns", "accounts", "choir", "fleet",
    "letters", "pictures", "sound", "maps", "data", "gardens",
)  # fmt: skip
_NAMED = ("all-hands", "platform", "horizon")
_POLICIES = ("directly", "editors", "communications")


@dataclass
class Crowd:
    """Everybody, and for each team who may write in it."""

    accounts: dict[str, Any]
    people: list[Any]
    teams: list[Team] = field(default_factory=list)
    writers: dict[int, list[Any]] = field(default_factory=dict)
    members: dict[int, list[Any]] = field(default_factory=dict)

    def may_talk_in(self, team: Team) -> list[Any]:
        """Who may say something under the pages of this team."""
        return self.people if team.visibility == "open" and team.comment_policy == "open" else self.members[team.pk]


def make_crowd(sizes: Sizes, password: str) -> Crowd:
    shared, none = make_password(password), make_password(None)
    accounts = {
        person.username: _account(person.username, shared) for person in PEOPLE if person.username in DEMO_ACCOUNTS
    }
    others = [_stranger(number, none) for number in range(sizes.people - len(accounts))]
    crowd = Crowd(accounts=accounts, people=[*accounts.values(), *others])
    for group, username in ((communications_group(), "comms"), (moderators_group(), "moderator")):
        group.user_set.add(accounts[username])
    return crowd


def _account(username: str, password: str) -> Any:
    person = person_named(username)
    is_administrator = username in ADMINISTRATORS
    account = get_user_model()(
        username=username,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        job_title=person.job_title,
        place=person.place,
        time_zone=person.time_zone,
        languages=person.languages,
        about=person.about,
        is_staff=is_administrator,
        is_superuser=is_administrator,
        password=password,
    )
    account.save()
    return account


def _stranger(number: int, password: str) -> Any:
    random = Random(f"person {number}")
    first, last = random.choice(_FIRST), random.choice(_LAST)
    username = f"{slugify(first)}.{slugify(last)}.{number}"
    person = get_user_model()(
        username=username,
        first_name=first,
        last_name=last,
        email=f"{username}@estuary.example",
        job_title=random.choice(_JOBS),
        place=f"Northmouth, {random.choice(_WHERE)}",
        time_zone="Europe/London",
        languages="English",
        password=password,
        date_joined=timezone.now() - timedelta(days=number),
    )
    person.save()
    return person


# --- Teams --------------------------------------------------------------------------------------------------


def make_teams(sizes: Sizes, crowd: Crowd) -> None:
    """All of them by the one action; then everybody into their teams at once."""
    administrator = crowd.accounts[ADMINISTRATORS[0]]
    strangers = [person for person in crowd.people if person.username not in DEMO_ACCOUNTS]
    roles: dict[int, dict[int, str]] = {}
    for number in range(sizes.teams):
        random = Random(f"team {number}")
        staff = random.sample(strangers, min(len(strangers), 40))
        team = create_team(by=administrator, **_wishes(number, sizes.teams))
        crowd.teams.append(team)
        roles[team.pk] = _roles(number, staff, crowd)
    _enter(crowd, roles)


def _wishes(number: int, teams: int) -> dict[str, Any]:
    if number < len(_NAMED):
        plan: TeamPlan = team_named(_NAMED[number])
        names = ("name", "slug", "purpose", "hue", "visibility", "posting_policy", "comment_policy")
        return {name: getattr(plan, name) for name in names}
    place, rest = number % len(_WHERE), number // len(_WHERE)
    name = f"{_WHERE[place]} {_WHAT[rest % len(_WHAT)]}"
    return {
        "name": name if rest < len(_WHAT) else f"{name} {rest}",
        "purpose": f"What the {_WHAT[rest % len(_WHAT)]} of {_WHERE[place]} does, plans and has learnt.",
        "hue": number % 12,
        # Together with horizon, which is secret, half of all teams are not open to everybody.
        "visibility": "open" if number - len(_NAMED) >= teams // 2 - 1 else "closed",
        "posting_policy": _POLICIES[number % 3],
    }


def _roles(number: int, staff: list[Any], crowd: Crowd) -> dict[int, str]:
    """Two leads, two editors, eight authors, and the rest; the demo accounts only where the product promises them."""
    order = [Role.LEAD] * 2 + [Role.EDITOR] * 2 + [Role.AUTHOR] * 8
    roles = {person.pk: order[place] if place < len(order) else Role.MEMBER for place, person in enumerate(staff)}
    if number == 0:
        roles = {person.pk: Role.MEMBER for person in crowd.people} | {
            pk: role for pk, role in roles.items() if role != Role.MEMBER
        }
    if number < len(_NAMED):
        promised = dict(team_named(_NAMED[number]).roles())
        roles |= {crowd.accounts[name].pk: role for name, role in promised.items() if name in crowd.accounts}
    return {pk: str(role) for pk, role in roles.items()}


def _enter(crowd: Crowd, roles: dict[int, dict[int, str]]) -> None:
    by_pk = {person.pk: person for person in crowd.people}
    teams = {team.pk: team for team in crowd.teams}
    now = timezone.now()
    memberships, held = [], []
    through = get_user_model().groups.through
    for team_pk, of_team in roles.items():
        groups = teams[team_pk].group_ids_by_role()
        crowd.members[team_pk] = [by_pk[pk] for pk in of_team]
        crowd.writers[team_pk] = [by_pk[pk] for pk, role in of_team.items() if role != Role.MEMBER]
        for pk, role in of_team.items():
            memberships.append(Membership(team_id=team_pk, person_id=pk, role=role, joined_at=now))
            held += [through(user_id=pk, group_id=groups[name]) for name in GROUPS_OF_ROLE[role]]
    Membership.objects.bulk_create(memberships, batch_size=500)
    through.objects.bulk_create(held, batch_size=500)
    refresh_standing(by_pk)
