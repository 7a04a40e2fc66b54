"""What somebody may not read leaves no trace for them at any address, by any method."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from .matrix import ROWS, Pair
from .world import BACKEND, FACE, make_world

pytestmark = pytest.mark.django_db

OUTSIDE_BOTH = ("outsider", "author elsewhere", "lead elsewhere", "former secret", "former closed", "moderator")


def patterns() -> dict[str, str]:
    """Every address pattern outside the CMS: its full name, or its route where it has none."""
    found = {}

    def walk(resolver, prefix, namespace):
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if route.startswith("admin/") and not isinstance(entry, URLPattern):
                continue
            if isinstance(entry, URLPattern):
                name = f"{namespace}{entry.name}" if entry.name else route
                found[name] = route
            else:
                walk(entry, route, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)

    walk(get_resolver(), "", "")
    return found


@pytest.fixture
def world():
    return make_world()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def ask(client: Client, pair: Pair, address: str):
    if pair.method == "POST":
        return client.post(address, pair.data)
    return client.generic(pair.method, address)


def told(response, address: str) -> tuple[int, str]:
    """Status and body without what differs for harmless reasons: the token, and the address that was asked for."""
    if response.streaming:
        return response.status_code, b"".join(response.streaming_content).decode(errors="replace")
    text = response.content.decode(errors="replace").replace(address, "")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return response.status_code, text


def test_every_address_has_a_row_in_the_matrix():
    assert set(patterns()) - set(ROWS) == set()


def test_no_row_outlives_its_address():
    assert set(ROWS) - set(patterns()) == set()


@pytest.mark.parametrize("viewer", OUTSIDE_BOTH)
def test_to_an_outsider_it_never_was(world, viewer):
    client = signed_in(world.viewers[viewer])
    leaks = []
    for name, row in ROWS.items():
        for corner in world.corners:
            if row.secret_only and corner is world.closed:
                continue
            for pair in row.pairs(corner):
                real, never = ask(client, pair, pair.real), ask(client, pair, pair.never)
                if real.status_code not in {403, 404, 405} or told(real, pair.real) != told(never, pair.never):
                    leaks.append((name, corner.word, pair.method, pair.real, real.status_code, never.status_code))
    assert leaks == []


@pytest.mark.parametrize("viewer", [*OUTSIDE_BOTH, "communications"])
def test_an_outsider_meets_none_of_its_words(world, viewer):
    client = signed_in(world.viewers[viewer])
    leaks = []
    for name, row in ROWS.items():
        for address in row.addresses(world):
            response = client.get(address)
            text = told(response, address)[1].casefold().replace(address.partition("q=")[2] or "\0", "")
            for corner in world.corners:
                # A closed team is known by its name; a secret one by nothing.
                words = corner.markers if corner is world.closed else corner.markers + corner.names
                found = [word for word in words if word in text]
                if found or response.status_code != 200:
                    leaks.append((name, address, response.status_code, found))
    assert leaks == []


def test_nobody_who_is_signed_out_learns_anything(world):
    client = Client()
    leaks = []
    for name, row in ROWS.items():
        addresses = row.addresses(world) + [pair.real for corner in world.corners for pair in row.pairs(corner)]
        for address in addresses:
            response = client.get(address)
            to_the_door = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
            text = response.content.decode().casefold().replace(address.casefold(), "")
            if not (to_the_door or response.status_code in {404, 405}) or "quitten" in text:
                leaks.append((name, address, response.status_code))
    assert leaks == []


@pytest.mark.parametrize("corner", ["secret", "closed"])
def test_members_read_what_outsiders_cannot(world, corner):
    """The matrix could pass by showing nothing to anybody; it must not."""
    corner = getattr(world, corner)
    client = signed_in(corner.people["member"])
    text = client.get(corner.post.address).content.decode()
    for part in ("title", "summary", "body", "tag", "comment"):
        assert f"{corner.word}{part}" in text
    assert f"{corner.word}held" not in text
    assert f"{corner.word}title" in client.get("/").content.decode()
    assert client.get(f"/teams/{corner.team.slug}/").status_code == 200
    assert client.get(f"/tags/{corner.word}tag/").status_code == 200
    assert client.get(corner.picture.shown("row").url).status_code == 200
    assert client.get(corner.document.url).status_code == 200
    assert client.get(corner.draft.address).status_code == 404


@pytest.mark.parametrize("corner", ["secret", "closed"])
def test_what_was_told_to_its_people_is_opened_by_them(world, corner):
    """Addresses of rows that are nobody's would be absent for everybody."""
    corner = getattr(world, corner)
    opened = 0
    for person in corner.people.values():
        client = signed_in(person)
        for pair in ROWS["notifications:open"].pairs(corner):
            opened += client.post(pair.real).status_code == 302
    assert opened == len(ROWS["notifications:open"].pairs(corner)) > 0


def test_a_face_is_shown_to_whoever_is_signed_in(world):
    addresses = ROWS["people:face"].addresses(world)
    assert len(addresses) == 8
    client = signed_in(world.viewers["outsider"])
    for address in addresses:
        assert b"".join(client.get(address).streaming_content) == FACE
        assert Client().get(address).status_code == 302


def test_a_closed_team_shows_its_door_and_nothing_behind_it(world):
    client = signed_in(world.viewers["outsider"])
    response = client.get(f"/teams/{world.closed.team.slug}/")
    text = response.content.decode()
    for name in world.closed.names:
        assert name in text
    assert [word for word in world.closed.markers if word in text] == []


def test_leaving_a_team_takes_effect_at_the_next_request(world):
    member = world.secret.people["member"]
    client = signed_in(member)
    assert client.get(world.secret.post.address).status_code == 200
    from teams.members import remove_member

    remove_member(team=world.secret.team, person=member, by=world.secret.people["lead"])
    for address in (world.secret.post.address, world.secret.picture.shown("row").url, world.secret.document.url):
        assert client.get(address).status_code == 404
    assert "quitten" not in client.get("/").content.decode()


def test_closing_a_team_takes_effect_at_the_next_request(world):
    from teams.changes import change_visibility
    from tests.factories.blog import make_post
    from tests.factories.teams import join, make_team

    team = make_team("Offenbach")
    lead = join(team, "lead")
    post = make_post(team, lead, "birnentitle", tags=["birnentag"])
    client = signed_in(world.viewers["outsider"])
    assert client.get(post.address).status_code == 200
    change_visibility(team=team, visibility="closed", by=lead)
    assert client.get(post.address).status_code == 404
    assert client.get("/tags/birnentag/").status_code == 404
    assert "birnentitle" not in client.get("/").content.decode()
