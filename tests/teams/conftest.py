"""One team of each visibility, and one person of each kind, seen from that team."""

import pytest

from teams import members
from teams.models import Role
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

KINDS = ("outsider", "former", "member", "author", "editor", "lead", "administrator")


class Circle:
    """A team with somebody of every kind."""

    def __init__(self, visibility, **kwargs):
        self.administrator = AdministratorFactory()
        self.team = make_team(f"Lantern {visibility}", visibility=visibility, by=self.administrator, **kwargs)
        self.lead = join(self.team, Role.LEAD)
        self.editor = join(self.team, Role.EDITOR)
        self.author = join(self.team, Role.AUTHOR)
        self.member = join(self.team, Role.MEMBER)
        self.outsider = UserFactory()
        self.former = join(self.team, Role.EDITOR)
        members.remove_member(team=self.team, person=self.former, by=self.lead)

    def person(self, kind):
        # Read anew: what a test remembers of somebody's groups is not what the next request finds.
        return type(self.lead).objects.get(pk=getattr(self, kind).pk)


@pytest.fixture
def circle(db):
    return Circle
