"""Teams for tests: whole ones, made by the same action that administrators use."""

import itertools

from teams.creation import create_team
from teams.membership import put_in_groups
from teams.models import Membership, Role, Team

from .people import AdministratorFactory, UserFactory

_numbers = itertools.count(1)


def make_team(name: str | None = None, **kwargs) -> Team:
    """A team with page, blog, projects, groups and collection."""
    name = name or f"Team {next(_numbers)}"
    kwargs.setdefault("purpose", "Makes things.")
    return create_team(by=kwargs.pop("by", None) or AdministratorFactory(), name=name, **kwargs)


def join(team: Team, role: str = Role.MEMBER, person=None):
    """A person in a team with a role."""
    person = person or UserFactory()
    Membership.objects.update_or_create(team=team, person=person, defaults={"role": role})
    put_in_groups(team, person, role)
    return person
