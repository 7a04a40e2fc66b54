"""What a person may not read leaves no trace in a search: no row, no snippet, no further page."""

import itertools

import pytest

from teams.members import leave
from tests.factories.blog import make_draft, make_post, make_write_up
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

PLANTED = ["plantedtitle", "plantedsummary", "plantedbody", "plantedgoal"]


@pytest.fixture(params=["closed", "secret"])
def walled(request):
    """A team behind a wall, with words planted in everything that a search reads."""
    team = make_team("Walled garden", visibility=request.param)
    author = join(team, "author")
    make_post(
        team, author, "plantedtitle of a post", summary="A plantedsummary.", tags=["plantedtag"],
        body=[("text", "<p>With a plantedbody inside</p>")],
    )  # fmt: skip
    make_write_up(team, author, "Of a project", summary="A plantedsummary.", goal="<p>plantedgoal</p>")
    make_draft(team, author, "planteddraft")
    return team


def outsiders():
    elsewhere = make_team("Elsewhere")
    return [UserFactory(), *(join(elsewhere, role) for role in ("member", "author", "editor", "lead"))]


def test_outsiders_find_nothing_of_it(as_person, walled):
    words = [*PLANTED, "plantedtag", "planteddraft", "planted", "garden"]
    for person, word in itertools.product(outsiders(), words):
        response = as_person(person).get("/search/", {"q": word})
        assert response.context["slice"].rows == []
        page = response.content.decode().replace(word, "")
        assert "planted" not in page
        assert "Walled" not in page


def test_a_page_of_hidden_hits_is_not_counted(as_person, reader):
    hidden = make_team(visibility="secret")
    author = join(hidden, "author")
    for n in range(25):
        make_post(hidden, author, f"Marzipan {n}")
    seen = make_team()
    make_post(seen, join(seen, "author"), "Marzipan for all")
    response = as_person(reader).get("/search/?q=marzipan")
    assert [hit.title for hit in response.context["slice"].rows] == ["Marzipan for all"]
    assert not response.context["slice"].has_next


def test_members_find_it_whatever_their_role(found, walled):
    for role in ("member", "author", "editor", "lead"):
        person = join(walled, role)
        assert all(found(person, word) for word in PLANTED), role


def test_administrators_find_all(found, walled):
    administrator = AdministratorFactory()
    assert all(found(administrator, word) for word in PLANTED)


def test_nobody_finds_a_draft(found, walled):
    for person in [join(walled, "lead"), AdministratorFactory()]:
        assert found(person, "planteddraft") == []


def test_somebody_who_left_the_team_finds_nothing_at_the_next_request(found, walled):
    person = join(walled, "member")
    assert found(person, "plantedbody")
    leave(team=walled, person=person)
    assert found(type(person).objects.get(pk=person.pk), "plantedbody") == []


def test_somebody_signed_out_is_sent_to_the_door(client, walled):
    response = client.get("/search/?q=plantedbody")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
