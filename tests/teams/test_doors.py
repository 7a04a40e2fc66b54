"""Every address of a team, for every kind of person and every visibility."""

import re

import pytest

from teams.models import JoinRequest
from tests.factories.people import UserFactory
from tests.factories.teams import make_team
from tests.teams.conftest import KINDS

pytestmark = pytest.mark.django_db

INSIDE = {"member", "author", "editor", "lead", "administrator"}
LEADING = {"lead", "administrator"}


def expected(path, kind, visibility):
    """What somebody of a kind meets at an address below a team."""
    reads = visibility == "open" or kind in INSIDE
    knows = reads or visibility == "closed"
    if not knows:
        return 404
    if path == "":
        return 200
    if path == "join/":
        if kind in INSIDE - {"administrator"}:
            return 302
        return 404 if visibility == "secret" else 200
    if not reads:
        return 404
    if path == "members/":
        return 200
    if path == "leave/":
        return 200 if kind in INSIDE - {"administrator"} else 404
    if path in {"settings/rename/", "settings/archive/", "settings/delete/"}:
        return 200 if kind == "administrator" else 403
    return 200 if kind in LEADING else 403


def neutral(response, slug):
    """A page without what differs from request to request."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return text.replace(slug, "x")


PATHS = (
    "", "members/", "members/{member}/", "join/", "leave/", "settings/", "settings/visibility/?visibility={other}",
    "settings/rename/", "settings/archive/", "settings/delete/",
)  # fmt: skip


@pytest.mark.parametrize("visibility", ["open", "closed", "secret"])
def test_every_address_shows_itself_to_whom_it_may(client, circle, visibility):
    here = circle(visibility)
    other = "closed" if visibility == "open" else "open"
    for kind in KINDS:
        client.force_login(here.person(kind))
        for path in PATHS:
            address = f"/teams/{here.team.slug}/" + path.format(member=here.member.username, other=other)
            status = client.get(address).status_code
            assert status == expected(path.partition("?")[0], kind, visibility), (kind, address, status)


@pytest.mark.parametrize("visibility", ["open", "closed", "secret"])
def test_nobody_reads_anything_without_signing_in(client, circle, visibility):
    here = circle(visibility)
    answers = set()
    for path in PATHS:
        address = f"/teams/{here.team.slug}/" + path.format(member=here.member.username, other="open")
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/?next=")
        answers.add(response.content)
    assert answers == {b""}


@pytest.mark.parametrize("kind", ["outsider", "former"])
def test_a_secret_team_answers_like_one_that_never_was(client, circle, kind):
    here = circle("secret")
    client.force_login(here.person(kind))
    for path in PATHS:
        path = path.format(member=here.member.username, other="open")
        there = client.get(f"/teams/{here.team.slug}/{path}")
        nowhere = client.get(f"/teams/no-such-team-ever/{path}")
        assert there.status_code == nowhere.status_code == 404
        assert here.team.name not in there.content.decode()
        assert neutral(there, here.team.slug) == neutral(nowhere, "no-such-team-ever")
    for path in ("members/add/", "join/", "join/withdraw/", "leave/", "requests/1/", "settings/delete/"):
        assert client.post(f"/teams/{here.team.slug}/{path}").status_code == 404, path


def test_the_door_names_purpose_and_leads_and_nothing_else(client, circle):
    here = circle("closed", purpose="Keeps the lanterns lit.")
    client.force_login(here.outsider)
    page = client.get(f"/teams/{here.team.slug}/").content.decode()
    assert here.team.name in page
    assert "Keeps the lanterns lit." in page
    assert here.lead.display_name in page
    assert "Ask to join" in page
    for hidden in (here.editor, here.author, here.member, here.former):
        assert hidden.display_name not in page


def test_the_list_shows_what_a_person_may_know_of(client, circle):
    opened, closed, secret = circle("open"), circle("closed"), circle("secret")
    client.force_login(opened.outsider)
    page = client.get("/teams/").content.decode()
    assert opened.team.name in page
    assert closed.team.name in page
    assert secret.team.name not in page
    # Nobody's face and no number from behind the closed door.
    assert closed.editor.initials not in page.partition(closed.team.name)[2].partition("</article>")[0]
    client.force_login(secret.member)
    page = client.get("/teams/").content.decode()
    assert secret.team.name in page
    assert page.index(secret.team.name) < page.index(opened.team.name)
    assert secret.team.name in client.get("/teams/?show=mine").content.decode()
    assert opened.team.name not in client.get("/teams/?show=mine").content.decode()


@pytest.mark.parametrize("query", ['"', "a" * 10_000, "%", "'", "\\", "🦉", "?page=0"])
def test_odd_searches_are_answered(client, query):
    client.force_login(UserFactory())
    assert client.get("/teams/", {"q": query}).status_code == 200
    assert client.get("/people/", {"q": query}).status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "1" * 30])
def test_pages_that_are_none_are_not_found(client, page):
    client.force_login(UserFactory())
    assert client.get("/teams/", {"page": page}).status_code == 404


def test_searching_the_list_tells_nothing_of_secret_teams(client, circle):
    secret = circle("secret")
    client.force_login(secret.outsider)
    assert "No team found" in client.get("/teams/", {"q": "Lantern secret"}).content.decode()
    assert "No teams here" in client.get("/teams/", {"show": "archived"}).content.decode()
    assert client.get("/teams/", {"show": "secret"}).status_code == 200
    assert secret.team.name not in client.get("/teams/", {"show": "secret"}).content.decode()


def test_a_team_page_lists_people_by_role(client, circle):
    here = circle("open")
    client.force_login(here.outsider)
    page = client.get(f"/teams/{here.team.slug}/").content.decode()
    order = [page.index(person.display_name) for person in (here.lead, here.editor, here.author, here.member)]
    assert order == sorted(order)
    assert here.former.display_name not in page


def test_the_team_page_costs_the_same_for_a_few_and_for_many(client, circle, django_assert_max_num_queries):
    from tests.factories.teams import join

    here = circle("open")
    for number in (0, 30):
        for _ in range(number):
            join(here.team, "author")
        for kind in ("outsider", "editor", "lead"):
            client.force_login(here.person(kind))
            client.get(f"/teams/{here.team.slug}/")
            with django_assert_max_num_queries(10):
                assert client.get(f"/teams/{here.team.slug}/").status_code == 200


def test_the_list_costs_the_same_for_a_few_and_for_many(client, circle, django_assert_max_num_queries):
    here = circle("open")
    for number in (0, 25):
        for _ in range(number):
            make_team(lead=UserFactory())
        for kind in ("outsider", "editor", "administrator"):
            client.force_login(here.person(kind))
            client.get("/teams/")
            with django_assert_max_num_queries(8):
                assert client.get("/teams/").status_code == 200


def test_a_request_is_seen_by_the_leads_alone(client, circle):
    here = circle("closed")
    JoinRequest.objects.create(team=here.team, person=here.outsider, message="I carry matches.")
    for kind in ("member", "author", "editor"):
        client.force_login(here.person(kind))
        assert "I carry matches." not in client.get(f"/teams/{here.team.slug}/members/").content.decode()
    client.force_login(here.person("lead"))
    assert "I carry matches." in client.get(f"/teams/{here.team.slug}/members/").content.decode()
