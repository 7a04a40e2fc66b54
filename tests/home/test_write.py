"""The way to a new page, for each who wants to write."""

import pytest
from django.utils import timezone

from blog.rooms import blog_of, projects_of
from tests.factories.people import AdministratorFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["author", "editor", "lead"])
def test_somebody_with_one_team_chooses_a_kind_only(as_person, role):
    team = make_team("Depots")
    page = as_person(join(team, role)).get("/write/").content.decode()
    assert "Write for Depots" in page
    for purpose in ("inform", "ask", "decide", "lesson"):
        assert f"/admin/pages/add/blog/blogpostpage/{blog_of(team).pk}/?purpose={purpose}" in page
    assert f"/admin/pages/add/blog/writeuppage/{projects_of(team).pk}/" in page


def test_somebody_with_two_teams_chooses_among_those_they_may_write_in(as_person):
    first, second, third = make_team("First"), make_team("Second", visibility="secret"), make_team("Third")
    author = join(first, "author")
    join(second, "editor", author)
    join(third, "member", author)
    page = as_person(author).get("/write/").content.decode()
    assert "Where do you want to write?" in page
    assert f"/blogpostpage/{blog_of(first).pk}/" in page
    assert f"/blogpostpage/{blog_of(second).pk}/" in page
    assert f"/blogpostpage/{blog_of(third).pk}/" not in page


def test_every_way_to_write_opens_the_editor_with_its_questions(as_person):
    team = make_team()
    client = as_person(join(team, "author"))
    choice = client.get("/write/").context["choices"][0]
    for url in [*(post["url"] for post in choice["posts"]), choice["write_up"]]:
        response = client.get(url)
        assert response.status_code == 200, url
    ask = next(post["url"] for post in choice["posts"] if "ask" in post["url"])
    assert "What an answer changes" in client.get(ask).content.decode()


def test_a_member_learns_whom_to_ask(as_person):
    team = make_team("Depots")
    lead = join(team, "lead")
    response = as_person(join(team, "member")).get("/write/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "it takes one word" in page
    assert lead.display_name in page
    assert "/admin/" not in page


def test_somebody_in_no_team_is_led_to_the_teams(as_person, reader):
    page = as_person(reader).get("/write/").content.decode()
    assert "You are in no team yet" in page


def test_an_archived_team_takes_no_new_pages(as_person):
    team = make_team("Depots")
    author = join(team, "author")
    type(team).objects.update(archived_at=timezone.now())
    assert "/admin/pages/" not in as_person(author).get("/write/").content.decode()


def test_an_administrator_in_no_team_may_choose_any(as_person):
    team = make_team("Depots")
    page = as_person(AdministratorFactory()).get("/write/").content.decode()
    assert f"/blogpostpage/{blog_of(team).pk}/" in page


def test_in_a_house_without_teams_an_administrator_is_led_to_making_the_first(as_person, administrator):
    page = as_person(administrator).get("/write/").content.decode()
    assert "There is no place to write in yet" in page
    assert 'href="/teams/new/"' in page


def test_in_a_house_without_teams_nobody_else_can_write_either(as_person, reader):
    assert "You are in no team yet" in as_person(reader).get("/write/").content.decode()
