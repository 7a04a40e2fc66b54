"""Suggestions while something is typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.blog import make_draft, make_post
from tests.factories.library import make_document
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggested(as_person):
    def labels(person, typed):
        response = as_person(person).get("/search/suggest/", {"q": typed})
        assert response.status_code == 200
        return [each.label for each in response.context["suggestions"]]

    return labels


@pytest.fixture
def team(db):
    return make_team("Quokka team")


def test_people_teams_titles_and_tags_are_offered_by_how_they_begin(suggested, reader, team):
    make_post(team, join(team, "author"), "How the quokka sleeps", tags=["quokkas"])
    UserFactory(first_name="Quokka", last_name="Jones")
    make_document(title="Quokka paper")
    assert suggested(reader, "quo") == [
        "Quokka Jones", "Quokka team", "How the quokka sleeps", "Quokka paper", "#quokkas"
    ]  # fmt: skip
    assert suggested(reader, "the quok") == ["How the quokka sleeps"]
    assert suggested(reader, "QUOKKA SL") == ["How the quokka sleeps"]


@pytest.mark.parametrize("typed", ["", "q", '"', "*", "\x1f", "quokka " * 50, "a" * 10_000, "' OR 1=1", "zzz"])
def test_what_says_too_little_or_is_odd_is_answered_with_nothing(suggested, reader, team, typed):
    assert suggested(reader, typed) in ([], ["Quokka team"])


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_nothing_behind_a_wall_is_offered(suggested, as_person, reader, visibility):
    walled = make_team("Planted team", visibility=visibility)
    author = join(walled, "author")
    make_post(walled, author, "Planted title", tags=["plantedtag"])
    make_draft(walled, author, "Planted draft")
    make_document(walled, "Planted paper")
    for typed in ("pl", "planted", "plantedtag"):
        assert suggested(reader, typed) == []
    assert "Planted draft" not in suggested(author, "plan")
    assert {"Planted title", "Planted paper", "Planted team"} <= set(suggested(author, "plan"))


def test_suggestions_cost_the_same_whatever_is_offered(as_person, reader, team):
    author = join(team, "author")
    make_post(team, author, "Quokka first", tags=["quokka"])
    client = as_person(reader)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/suggest/?q=quokka")
        return len(captured)

    cost()
    few = cost()
    for n in range(10):
        make_post(team, author, f"Quokka {n}", tags=[f"quokka{n}"])
    assert cost() == few <= 5


def test_whoever_is_signed_out_is_offered_nothing(client, team):
    assert client.get("/search/suggest/?q=quokka").status_code == 302
