"""The front page, for each who opens it."""

import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import sections
from core.sections import Section
from publishing.models import Article, Citation
from teams.models import Team
from tests.factories.blog import make_draft, make_post, make_write_up
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<h3><a[^>]*>(.*?)</a>")


@pytest.fixture
def team(db):
    return make_team("Depots")


@pytest.fixture
def author(team):
    return join(team, "author")


def titles(response):
    return [unescape(title) for row in response.context["slice"].rows for title in TITLE.findall(row)]


def test_the_newest_of_what_one_may_read_comes_first(as_person, reader, team, author):
    hidden = make_team("Hidden", visibility="secret")
    closed = make_team("Closed", visibility="closed")
    first = make_post(team, author, "First")
    make_write_up(team, author, "Second")
    make_draft(team, author, "A draft")
    make_post(hidden, join(hidden, "author"), "Of a secret team")
    make_post(closed, join(closed, "author"), "Of a closed team")
    Article.objects.filter(pk=first.pk).update(published=timezone.now() - datetime.timedelta(days=1))
    response = as_person(reader).get("/")
    assert titles(response) == ["Second", "First"]
    page = response.content.decode()
    assert "Of a" not in page
    assert "Hidden" not in page
    assert "A draft" not in page
    assert titles(as_person(join(closed)).get("/")) == ["Of a closed team", "Second", "First"]
    assert len(titles(as_person(AdministratorFactory()).get("/"))) == 4


def test_my_teams_can_be_read_alone(as_person, team, author):
    other = make_team("Others")
    make_post(other, join(other, "author"), "From elsewhere")
    make_post(team, author, "From us")
    client = as_person(author)
    assert titles(client.get("/?only=mine")) == ["From us"]
    assert titles(client.get("/?only=nonsense")) == ["From us", "From elsewhere"]


def test_lists_come_in_pages_of_twenty_that_htmx_extends(as_person, reader, team, author):
    for n in range(22):
        make_post(team, author, f"Post {n}")
    client = as_person(reader)
    first = client.get("/")
    assert len(titles(first)) == 20
    assert 'href="?page=2"' in first.content.decode()
    second = client.get("/?page=2")
    assert len(titles(second)) == 2
    assert 'href="?page=1"' in second.content.decode()
    fragment = client.get("/?page=2", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.count("<article") == 2


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=77", "page=" + "9" * 30])
def test_a_page_that_does_not_exist_is_not_found(as_person, reader, query):
    assert as_person(reader).get(f"/?{query}").status_code == 404


def test_what_needs_me_stands_on_top_of_the_first_page(as_person, reader, monkeypatch):
    monkeypatch.setitem(sections._makers, "home_needs", {})
    assert "Nothing waits for you." in as_person(reader).get("/").content.decode()
    sections.register("home_needs", "test", lambda request, subject: Section("tests/need.html", {"who": subject}))
    monkeypatch.setattr(Section, "render", lambda self, request: f"Row for {self.context['who'].username}")
    assert "Row for reader" in as_person(reader).get("/").content.decode()


def test_the_rail_names_my_teams_and_no_others(as_person, team, author, reader):
    make_team("Others")
    assert [t.name for t in as_person(author).get("/").context["teams"]] == ["Depots"]
    assert "You are in no team yet" in as_person(reader).get("/").content.decode()


def test_projects_worth_building_on_count_visible_ends_only(as_person, reader, team, author):
    hidden = make_team(visibility="secret")
    insider = join(hidden, "author")
    known, secret = make_write_up(team, author, "Known", result="failed"), make_write_up(hidden, insider, "Unknown")
    post = make_post(team, author, "A post is no project")
    for n in range(2):
        citing = make_post(team, author, f"Citing {n}")
        for cited in (known, secret, post):
            Citation.objects.create(article=citing, cited=cited)
    for n in range(3):
        Citation.objects.create(article=make_post(hidden, insider, f"Hidden citing {n}"), cited=known)
    Citation.objects.create(article=make_draft(team, author, "A draft"), cited=known)
    for person, expected in (
        (reader, [("Known", 2)]),
        (insider, [("Known", 5), ("Unknown", 2)]),
    ):
        projects = as_person(person).get("/").context["projects"]
        assert [(project.title, project.cited) for project in projects] == expected
    assert "Did not work" in as_person(reader).get("/").content.decode()


def test_newcomers_are_new_and_still_here(as_person, reader, team):
    long_ago = timezone.now() - datetime.timedelta(days=400)
    Team.objects.all()
    type(reader).objects.update(date_joined=long_ago)
    new = UserFactory(first_name="Tariq", last_name="Amin")
    UserFactory(first_name="Gone", is_active=False)
    assert as_person(reader).get("/").context["newcomers"] == [new]


@pytest.mark.parametrize("role", ["member", "editor"])
def test_the_front_page_asks_the_same_few_things_of_one_post_and_of_a_full_page(as_person, team, author, role):
    person = join(team, role)

    def statements():
        client = as_person(person)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    cited = make_write_up(team, author, tags=["one"])
    Citation.objects.create(article=make_post(team, author), cited=cited)
    few = statements()
    for _n in range(11):
        post = make_post(team, author, tags=["one", "two"])
        Citation.objects.create(article=post, cited=make_write_up(team, author))
    assert statements() == few <= 12


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite finds them")
def test_the_newest_are_read_down_the_index_of_dates_however_many_one_may_read(author):
    plan = Article.objects.visible_to(author).by_newest()[:21].explain()
    assert "USING INDEX publishing__publish" in plan
    assert "TEMP B-TREE" not in plan


class TestAnEmptyHouse:
    def test_tells_an_administrator_how_to_make_the_first_team(self, as_person, administrator):
        page = as_person(administrator).get("/").content.decode()
        assert "Make the first team" in page
        assert 'href="/teams/new/"' in page

    def test_tells_a_reader_that_nothing_is_published(self, as_person, reader):
        page = as_person(reader).get("/").content.decode()
        assert "Nothing is published yet" in page
        assert "/write/" not in page
        assert "/teams/new/" not in page

    def test_asks_an_author_for_the_first_post(self, as_person, author):
        assert "Write the first post" in as_person(type(author).objects.get(pk=author.pk)).get("/").content.decode()

    def test_says_that_my_teams_have_published_nothing(self, as_person, author):
        other = make_team()
        make_post(other, join(other, "author"))
        page = as_person(author).get("/?only=mine").content.decode()
        assert "Your teams have published nothing yet" in page


def test_a_signed_out_visitor_meets_the_door(client):
    assert client.get("/").url.startswith("/accounts/login/")


def test_the_front_page_takes_no_other_method(as_person, reader):
    assert as_person(reader).post("/").status_code == 405
