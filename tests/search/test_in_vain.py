"""What is looked for in vain is counted for Communications, of nobody by name."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from search import taken_down
from search.models import Asked
from search.taken_down import in_vain
from tests.factories.blog import make_post
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def communications(db):
    person = UserFactory()
    person.groups.add(Group.objects.get(name="Communications"))
    return type(person).objects.get(pk=person.pk)


@pytest.fixture
def looks(as_person):
    """Somebody searches, their browser says so, and perhaps they open a result."""

    def act(person, query, *, opens=False):
        client = as_person(person)
        page = client.get("/search/", {"q": query}, follow=True).content.decode()
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
        assert client.post("/search/asked/", {"ticket": ticket}).status_code == 204
        if opens:
            client.post("/search/asked/", {"ticket": ticket, "opened": "1"})

    return act


def listed(name):
    return [(row["words"], row["asked"]) for row in in_vain()[name]]


def test_searches_that_find_nothing_and_those_nobody_opens_are_listed(looks, as_person, reader, communications):
    team = make_team()
    make_post(team, join(team, "author"), "Handcarts and boats")
    for person in (reader, UserFactory()):
        looks(person, "Zeppelin  HANGAR")
    looks(reader, "handcarts")
    looks(reader, "boats", opens=True)
    assert listed("nothing") == [("zeppelin hangar", 2)]
    assert listed("unopened") == [("handcarts", 1)]
    page = as_person(communications).get("/search/report/").content.decode()
    assert "zeppelin hangar" in page
    assert "handcarts" in page
    assert "boats" not in page
    assert reader.username not in page


def test_only_communications_and_administrators_read_it(as_person, reader, communications):
    lead = join(make_team(), "lead")
    for person, status in ((reader, 404), (lead, 404), (communications, 200), (AdministratorFactory(), 200)):
        assert as_person(person).get("/search/report/").status_code == status


def test_nothing_is_kept_of_who_asked():
    assert {field.name for field in Asked._meta.fields} == {"id", "words", "day", "times", "found_nothing", "opened"}


def test_looking_at_results_changes_nothing(as_person, reader):
    as_person(reader).get("/search/?q=zeppelin")
    assert not Asked.objects.exists()
    assert as_person(reader).get("/search/asked/").status_code == 405


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "ImFiYyI:1tabcd:xyz"])
def test_what_was_never_asked_is_not_counted(as_person, reader, ticket):
    assert as_person(reader).post("/search/asked/", {"ticket": ticket}).status_code == 204
    assert not Asked.objects.exists()


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_words_that_only_a_walled_team_knows_are_not_listed(looks, as_person, reader, communications, visibility):
    walled = make_team("Hidden", visibility=visibility)
    insider = join(walled, "author")
    make_post(walled, insider, "Operation quitten")
    looks(reader, "quitten")  # somebody outside heard of it
    looks(insider, "quitten budget")
    looks(insider, "nachtigall")  # of which nothing is written yet
    assert Asked.objects.count() == 1
    page = as_person(communications).get("/search/report/").content.decode()
    assert "quitten" not in page
    assert "nachtigall" not in page


def test_what_people_of_a_walled_team_look_for_in_the_open_is_counted_like_anybodys(looks):
    walled, team = make_team("Hidden", visibility="secret"), make_team()
    make_post(team, join(team, "author"), "Handcarts and boats")
    looks(join(walled, "member"), "handcarts")
    assert listed("unopened") == [("handcarts", 1)]


def test_it_is_forgotten_after_a_while(looks, reader):
    looks(reader, "zeppelin")
    assert taken_down.forget() == 0
    Asked.objects.update(day=timezone.localdate() - taken_down.KEPT_FOR - datetime.timedelta(days=1))
    assert taken_down.forget() == 1


def test_a_day_holds_so_many_different_searches_and_no_more(looks, reader, monkeypatch):
    monkeypatch.setattr(taken_down, "_MOST_A_DAY", 2)
    for query in ("one", "two", "three", "two"):
        looks(reader, query)
    assert sorted(Asked.objects.values_list("words", "times")) == [("one", 1), ("two", 2)]
