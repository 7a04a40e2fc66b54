import pytest

from tests.factories.blog import make_post
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team


@pytest.fixture
def team(db):
    return make_team("Depots")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def page(team, author):
    return make_post(team, author, "Two-week cycles", tags=["depots"])


@pytest.fixture
def other(db):
    return UserFactory(first_name="Grace", last_name="Hopper")
