"""The calendar in people's own programs: a private address that opens what its person may see now."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from conversations.writing import pace
from people.actions import deactivate
from planning.models import CalendarAddress
from teams.members import remove_member
from tests.factories.approvals import asked
from tests.factories.blog import make_draft, make_post
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team
from tests.leaks.world import make_world

pytestmark = pytest.mark.django_db

ADDRESS = "/calendar/address/"


def soon(days=3):
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0)


def address_for(person) -> str:
    """What the page shows, once, as the path that a program fetches."""
    client = Client()
    client.force_login(person)
    page = client.post(ADDRESS).content.decode()
    return page.split('value="http://testserver')[1].split('"')[0]


def fetch(address):
    """As a calendar program does: without a session."""
    return Client().get(address)


def events(address):
    response = fetch(address)
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def titles(address):
    return [str(event["summary"]) for event in events(address)]


def test_an_address_opens_the_calendar_without_signing_in():
    team = make_team("Logistics", posting_policy="editors")
    author = join(team, "author")
    at = soon()
    make_draft(team, author, "New badges; for all, at last", go_live_at=at)
    make_post(team, author, "Menu of the week", expire_at=at + timedelta(hours=1))
    address = address_for(author)
    response = fetch(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response["Cache-Control"]
    first, second = events(address)
    assert first["summary"] == "Planned, not submitted: New badges; for all, at last"
    assert first["dtstart"].dt == at
    assert first["status"] == "TENTATIVE"
    assert first["description"] == "Logistics"
    assert first["url"].startswith("http://testserver/admin/pages/")
    assert second["summary"] == "Ends: Menu of the week"
    assert second["status"] == "CONFIRMED"
    assert first["uid"] != second["uid"]


def test_a_date_that_moves_is_the_same_event():
    team = make_team(posting_policy="editors")
    author = join(team, "author")
    post = make_post(team, author, "Menu of the week", expire_at=soon(3))
    address = address_for(author)
    before = events(address)[0]
    type(post).objects.filter(pk=post.pk).update(expire_at=soon(5))
    after = events(address)[0]
    assert before["uid"] == after["uid"]
    assert before["dtstart"].dt < after["dtstart"].dt


def test_times_are_in_utc_on_both_sides_of_a_change_of_clocks(monkeypatch):
    """Nine in the morning in Paris, on the Saturday and the Sunday of the change."""
    team = make_team(posting_policy="editors")
    author = join(team, "author", UserFactory(time_zone="Europe/Paris"))
    for at in (datetime(2027, 3, 27, 8, 0, tzinfo=UTC), datetime(2027, 3, 28, 7, 0, tzinfo=UTC)):
        make_post(team, author, expire_at=at)
    address = address_for(author)
    monkeypatch.setattr("planning.views.timezone.now", lambda: datetime(2027, 3, 1, tzinfo=UTC))
    starts = [line for line in fetch(address).content.decode().splitlines() if line.startswith("DTSTART")]
    assert starts == ["DTSTART:20270327T080000Z", "DTSTART:20270328T070000Z"]


def test_the_secret_is_kept_nowhere():
    person = UserFactory()
    secret = address_for(person).removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 43
    row = CalendarAddress.objects.get()
    assert secret not in {str(value) for value in vars(row).values()}
    client = Client()
    client.force_login(person)
    page = client.get(ADDRESS).content.decode()
    assert secret not in page
    assert "cannot be shown again" in page


def test_a_new_address_ends_the_one_before():
    person = UserFactory()
    first, second = address_for(person), address_for(person)
    assert first != second
    assert fetch(first).status_code == 404
    assert fetch(second).status_code == 200


def test_a_revoked_address_opens_nothing(client):
    person = UserFactory()
    address = address_for(person)
    client.force_login(person)
    assert client.get(f"{ADDRESS}revoke/").status_code == 405
    assert fetch(address).status_code == 200
    page = client.post(f"{ADDRESS}revoke/", follow=True).content.decode()
    assert "is revoked" in page
    assert fetch(address).status_code == 404
    assert "no address to revoke" in client.post(f"{ADDRESS}revoke/", follow=True).content.decode()


def test_looking_makes_no_address(client):
    client.force_login(UserFactory())
    assert "You have no address yet" in client.get(ADDRESS).content.decode()
    client.head(ADDRESS)
    assert not CalendarAddress.objects.exists()


def test_nobody_revokes_the_address_of_another(client):
    address = address_for(UserFactory())
    client.force_login(UserFactory())
    client.post(f"{ADDRESS}revoke/")
    assert fetch(address).status_code == 200


def test_an_address_ends_with_the_access_of_its_person():
    person = UserFactory()
    address = address_for(person)
    deactivate(person=person, by=AdministratorFactory())
    assert fetch(address).status_code == 404


def test_rights_are_asked_at_every_fetch():
    team = make_team(visibility="secret", posting_policy="editors")
    lead, member = join(team, "lead"), join(team, "member")
    make_post(team, lead, "Menu of the week", expire_at=soon())
    address = address_for(member)
    assert titles(address) == ["Ends: Menu of the week"]
    remove_member(team=team, person=member, by=lead)
    assert titles(address) == []


def test_what_others_plan_is_in_nobodys_feed():
    world = make_world()
    for name, person in world.viewers.items():
        if name != "administrator":
            text = fetch(address_for(person)).content.decode().casefold()
            assert "quitten" not in text, name
            assert "nebel" not in text, name
    assert len(events(address_for(world.viewers["administrator"]))) == 4


def test_whoever_is_asked_has_the_date_in_their_program():
    team = make_team(posting_policy="editors")
    editor = join(team, "editor")
    asked(team, title="New badges", go_live_at=soon())
    assert titles(address_for(editor)) == ["Goes live once approved: New badges"]


@pytest.mark.parametrize("secret", ["x", "a" * 43, "a" * 500, "é", "..", "%27"])
def test_what_is_no_address_opens_nothing(secret):
    address_for(UserFactory())
    assert fetch(f"/calendar/{secret}.ics").status_code == 404


def test_a_program_that_asks_all_the_time_is_slowed_down(monkeypatch):
    person, other = UserFactory(), UserFactory()
    address, anothers = address_for(person), address_for(other)
    monkeypatch.setattr("planning.views.FETCHES_A_MINUTE", 2)
    monkeypatch.setattr(pace.timezone, "now", lambda: datetime(2027, 3, 1, tzinfo=UTC))
    assert [fetch(address).status_code for _number in range(3)] == [200, 200, 429]
    assert fetch(address)["Retry-After"] == "60"
    assert fetch(anothers).status_code == 200


def test_an_address_is_no_way_in():
    address = address_for(UserFactory())
    client = Client()
    client.get(address)
    assert client.get("/calendar/").url.startswith("/accounts/login/")
    assert client.post(address).status_code == 405
