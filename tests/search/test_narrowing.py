"""Facets: what was found is narrowed in the address, and every count is of what its reader may read."""

import datetime
import re

import pytest
from django.utils import timezone

from publishing.models import Article
from search.index import keeping
from tests.factories.blog import make_post, make_write_up
from tests.factories.conversations import make_comment
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(db):
    """Posts and write-ups of two teams that hold one word."""
    north, south = make_team("North"), make_team("South")
    ada, ben = join(north, "author"), join(south, "author")
    make_post(north, ada, "Quokka one", purpose="ask", tags=["bikes"])
    make_post(north, ada, "Quokka two", purpose="inform", tags=["bikes", "boats"])
    make_post(south, ben, "Quokka three", purpose="ask")
    make_write_up(south, ben, "Quokka four", result="failed", purpose="lesson")
    return {"north": north, "south": south, "ada": ada, "ben": ben}


def counts(response, name):
    facet = next((facet for facet in response.context["facets"].facets if facet.name == name), None)
    return {option.value: option.count for option in facet.options} if facet else {}


@pytest.mark.parametrize(("name", "value", "titles"), [
    ("team", "north", {"Quokka one", "Quokka two"}),
    ("purpose", "ask", {"Quokka one", "Quokka three"}),
    ("outcome", "failed", {"Quokka four"}),
    ("tag", "bikes", {"Quokka one", "Quokka two"}),
    ("tag", "boats", {"Quokka two"}),
    ("kind", "post", {"Quokka one", "Quokka two", "Quokka three"}),
    ("year", str(timezone.now().year), {"Quokka one", "Quokka two", "Quokka three", "Quokka four"}),
    ("year", "1999", set()),
    ("team", "no-such-team", set()),
    ("author", "no-such-person", set()),
    ("purpose", "no-such-purpose", {"Quokka one", "Quokka two", "Quokka three", "Quokka four"}),
    ("year", "x", {"Quokka one", "Quokka two", "Quokka three", "Quokka four"}),
])  # fmt: skip
def test_each_filter_narrows(found, reader, crowd, name, value, titles):
    assert set(found(reader, "quokka", **{name: value})) == titles


def test_an_author_is_a_filter(found, reader, crowd):
    make_comment(Article.objects.get(title="Quokka one"), crowd["ben"], "A quokka indeed.")
    assert set(found(reader, "quokka", author=crowd["ben"].username)) == {"Quokka three", "Quokka four", "Quokka one"}


def test_filters_are_combined_and_each_is_counted_as_if_it_alone_were_open(as_person, reader, crowd):
    response = as_person(reader).get("/search/?q=quokka&team=south&purpose=ask")
    assert [hit.title for hit in response.context["slice"].rows] == ["Quokka three"]
    assert counts(response, "team") == {"north": 1, "south": 1}
    assert counts(response, "purpose") == {"ask": 1, "lesson": 1}
    assert counts(response, "author") == {crowd["ben"].username: 1}
    assert response.context["facets"].total == 1


def test_an_address_can_be_shared_and_a_filter_taken_out(as_person, reader, crowd):
    client = as_person(reader)
    response = client.get("/search/?q=quokka&team=north&tag=boats")
    facets = {facet.name: facet for facet in response.context["facets"].facets}
    assert facets["tag"].chosen.label == "boats"
    without = client.get(f"/search/?{facets['tag'].chosen.address}")
    assert {hit.title for hit in without.context["slice"].rows} == {"Quokka one", "Quokka two"}
    assert 'aria-current="true"' in response.content.decode()


def test_the_latest_come_first_where_that_is_asked(found, reader, crowd):
    now = timezone.now()
    for days, title in enumerate(["Quokka three", "Quokka one", "Quokka four", "Quokka two"]):
        pk = Article.objects.get(title=title).pk
        Article.objects.filter(pk=pk).update(published=now - datetime.timedelta(days=days))
        keeping.put_page(pk)
    assert found(reader, "quokka", sort="date") == ["Quokka three", "Quokka one", "Quokka four", "Quokka two"]


def test_more_results_keep_the_filters(as_person, reader, crowd):
    for n in range(25):
        make_post(crowd["north"], crowd["ada"], f"Quokka {n}")
    client = as_person(reader)
    first = client.get("/search/?q=quokka&team=north&sort=date")
    assert "team=north&amp;sort=date&amp;page=2" in first.content.decode()
    second = client.get("/search/?q=quokka&team=north&sort=date&page=2")
    assert len(second.context["slice"].rows) == 7


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_no_count_knows_of_what_stands_behind_a_wall(as_person, reader, crowd, visibility):
    walled = make_team("Planted", visibility=visibility)
    insider = join(walled, "author")
    page = make_post(walled, insider, "Quokka five", purpose="decide", tags=["plantedtag"], outcome="So be it.")
    make_comment(page, insider, "A quokka behind the wall.")
    for address in (
        "/search/?q=quokka", "/search/?q=quokka&tag=plantedtag", "/search/?q=quokka&team=planted",
        f"/search/?q=quokka&author={insider.username}", "/search/?q=quokka&sort=date",
        "/search/?q=quokka&outcome=settled",
    ):  # fmt: skip
        response = as_person(reader).get(address)
        assert response.context["facets"].everything in (0, 4)
        assert "Quokka five" not in response.content.decode()
    response = as_person(reader).get("/search/?q=quokka")
    assert response.context["facets"].total == 4
    for name in ("team", "tag", "author", "purpose", "outcome"):
        assert not {"planted", "plantedtag", insider.username, "decide", "settled"} & set(counts(response, name))
    inside = as_person(insider).get("/search/?q=quokka")
    assert inside.context["facets"].total == 6
    assert counts(inside, "tag")["plantedtag"] == 1


def test_a_filter_that_names_something_behind_a_wall_answers_like_one_that_names_nothing(as_person, reader, crowd):
    walled = make_team("Planted", visibility="secret")
    make_post(walled, join(walled, "author"), "Quokka five", tags=["plantedtag"])

    def told(address):
        text = as_person(reader).get(address).content.decode()
        for word in ("planted", "nothing"):
            text = text.replace(word, "")
        return re.sub(r'value="[^"]*"', "", text)

    assert told("/search/?q=quokka&team=planted") == told("/search/?q=quokka&team=nothing")
    assert told("/search/?q=quokka&tag=plantedtag") == told("/search/?q=quokka&tag=nothingtag")
