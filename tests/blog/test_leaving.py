"""What somebody leaves behind whose access ends."""

import pytest

from tests.factories.approvals import edit
from tests.factories.blog import make_draft, make_post
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def test_an_administrator_sees_the_drafts_that_stay(as_person, administrator):
    team = make_team()
    ada = join(team, "author", UserFactory(username="ada"))
    make_draft(team, ada, "Half a thought")
    make_post(team, ada, "A whole one")
    edit(make_post(team, ada, "One to be mended"), ada, summary="Half mended.")
    make_draft(team, join(team, "author"), "A thought of another")
    text = as_person(administrator).get("/people/ada/deactivate/").content.decode()
    assert "Half a thought" in text
    assert "One to be mended" in text
    assert "A whole one" not in text
    assert "A thought of another" not in text
