"""A slip of the finger costs no second search, and tells nothing of what its reader may not read."""

import pytest

from search.meaning import slips
from tests.factories.blog import make_post
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("first", "second", "count"), [
    ("depot", "depot", 0), ("depto", "depot", 1), ("dept", "depot", 1), ("deepot", "depot", 1), ("debot", "depot", 1),
    ("edpot", "depot", 1), ("tachogarhp", "tachograph", 2), ("tachograph", "photograph", 3),
])  # fmt: skip
def test_slips_are_counted(first, second, count):
    assert slips(first, second, 2) == count


@pytest.mark.parametrize(
    "typed", ["tachogarph", "tachograf", "tachographh", "TACHGRAPH", "atchograph rules", "tachogarph an rules"]
)
def test_a_misspelt_word_finds_what_was_meant(as_person, reader, typed):
    team = make_team()
    make_post(team, join(team, "author"), "Tachograph rules", body=[("text", "<p>an</p>")])
    client = as_person(reader)
    response = client.get("/search/", {"q": typed}, follow=True)
    assert [hit.title for hit in response.context["slice"].rows] == ["Tachograph rules"]
    assert "Nothing that you may read holds" in response.content.decode()


def test_what_is_found_as_it_was_typed_is_left_as_it_is(as_person, reader):
    team = make_team()
    author = join(team, "author")
    make_post(team, author, "Tachograph")
    make_post(team, author, "Tachogroph")
    assert as_person(reader).get("/search/?q=tachogroph").status_code == 200


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_a_word_that_stands_behind_a_wall_alone_is_not_proposed(as_person, reader, visibility):
    walled = make_team("Hidden", visibility=visibility)
    author = join(walled, "author")
    make_post(walled, author, "Planted", body=[("text", "<p>tachograph</p>")])
    response = as_person(reader).get("/search/?q=tachogarph", follow=True)
    assert response.redirect_chain == []
    assert "tachograph" not in response.content.decode()
    assert as_person(author).get("/search/?q=tachogarph").status_code == 302


def test_two_words_that_never_stand_together_are_not_proposed(as_person, reader):
    team = make_team()
    author = join(team, "author")
    make_post(team, author, "Tachograph")
    make_post(team, author, "Handcart")
    assert as_person(reader).get("/search/?q=tachogarph+handcrat").status_code == 200


def test_the_words_in_the_address_are_escaped(as_person, reader):
    team = make_team()
    make_post(team, join(team, "author"), "Tachograph")
    page = as_person(reader).get("/search/", {"q": "tachograph", "instead_of": "<script>alert(1)"}).content.decode()
    assert "<script>alert" not in page
