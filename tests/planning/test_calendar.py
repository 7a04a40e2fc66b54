"""The editorial calendar on the site: what is planned, for whom, in whose time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.models import Request
from tests.factories.approvals import approve, asked, communications, edit, send_back
from tests.factories.blog import make_draft, make_post
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team
from tests.leaks.world import make_world

pytestmark = pytest.mark.django_db

MONTH, COMING = "/calendar/", "/calendar/coming/"


def html(response):
    return response.content.decode()


def soon(days=3):
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0)


@pytest.fixture
def team():
    return make_team("Logistics", posting_policy="editors")


@pytest.fixture
def sees(client):
    """Whether somebody reads some words in what is to come."""

    def sees(person, words):
        client.force_login(person)
        return words in html(client.get(COMING))

    return sees


# --- Who sees what ------------------------------------------------------------------------------------------------


def test_the_end_of_a_live_page_is_for_its_readers(sees):
    closed = make_team(visibility="closed")
    author = join(closed, "author")
    make_post(closed, author, "Menu of the week", expire_at=soon())
    assert sees(author, "Menu of the week")
    assert sees(join(closed, "member"), "Ends")
    assert sees(AdministratorFactory(), "Menu of the week")
    assert not sees(UserFactory(), "Menu of the week")
    assert not sees(communications(), "Menu of the week")


def test_a_planned_draft_is_for_those_who_write_and_edit_it(sees, team):
    author = join(team, "author")
    make_draft(team, author, "New badges", go_live_at=soon())
    for person in (author, join(team, "editor"), join(team, "lead"), AdministratorFactory()):
        assert sees(person, "New badges")
        assert sees(person, "Planned, not submitted")
    for person in (join(team, "author"), join(team, "member"), UserFactory(), communications()):
        assert not sees(person, "New badges")


def test_what_waits_with_a_date_is_for_those_who_are_asked_as_long_as_they_are(sees):
    team = make_team(posting_policy="communications", visibility="secret")
    comms, editor = communications(), join(team, "editor")
    request = asked(team, title="New badges", go_live_at=soon())
    author = request.workflow_state.requested_by
    assert sees(author, "Goes live once approved")
    assert sees(editor, "New badges")
    assert not sees(comms, "New badges")
    approve(editor, request)
    assert sees(comms, "New badges")
    assert sees(comms, f"/approvals/{Request.objects.get().workflow_state.current_task_state_id}/")
    send_back(comms, request)
    assert not sees(comms, "New badges")
    assert sees(author, "Planned, not submitted")


def test_an_editor_who_is_asked_meets_it_once_where_they_decide(client, team):
    editor = join(team, "editor")
    asked(team, title="New badges", go_live_at=soon())
    client.force_login(editor)
    page = html(client.get(COMING))
    assert page.count("New badges") == 1
    assert "/approvals/" in page.split("New badges")[0].rsplit("<a", 1)[1]


def test_what_is_approved_goes_live_at_its_time(sees, team):
    editor = join(team, "editor")
    request = asked(team, title="New badges", go_live_at=soon())
    approve(editor, request)
    author = request.workflow_state.requested_by
    assert sees(author, "Goes live · Logistics")
    assert not sees(author, "once approved")
    assert not sees(join(team, "member"), "New badges")


def test_a_new_date_for_a_live_page_is_no_news_to_its_readers(sees, team):
    author = join(team, "author")
    post = make_post(team, author, "Menu of the week")
    edit(post, author, title="Menu of the next week", go_live_at=soon())
    assert sees(author, "Menu of the next week")
    assert not sees(UserFactory(), "Menu of")


def test_what_has_no_date_or_an_old_one_is_not_to_come(sees, team):
    author = join(team, "author")
    make_draft(team, author, "Undated")
    make_draft(team, author, "Years ago", go_live_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert not sees(author, "Undated")
    assert not sees(author, "Years ago")
    assert sees(author, "Nothing is planned")


def test_whoever_leaves_a_team_sees_its_plans_no_more(client):
    world = make_world()
    for corner in world.corners:
        client.force_login(corner.people["member"])
        assert f"{corner.word}title" in html(client.get(COMING))
        client.force_login(corner.people["editor"])
        assert f"{corner.word}waiting" in html(client.get(COMING))
        client.force_login(corner.people["former"])
        assert corner.word not in html(client.get(COMING))


# --- Months and days ----------------------------------------------------------------------------------------------


def test_a_month_shows_its_days_and_nothing_of_its_neighbours(client, team):
    author = join(team, "author")
    for day, title in ((1, "The first"), (30, "The last")):
        make_draft(team, author, title, go_live_at=datetime(2027, 4, day, 12, 0, tzinfo=UTC))
    make_draft(team, author, "The month after", go_live_at=datetime(2027, 5, 1, 0, 0, tzinfo=UTC))
    client.force_login(author)
    page = html(client.get(f"{MONTH}?month=2027-04"))
    assert "April 2027" in page
    assert page.count('scope="row"') == 30
    assert "The first" in page
    assert "The last" in page
    assert "The month after" not in page
    assert "?month=2027-03" in page
    assert "?month=2027-05" in page


def test_this_month_is_shown_if_nothing_is_said(client):
    person = UserFactory(time_zone="Asia/Kolkata")
    client.force_login(person)
    page = html(client.get(MONTH))
    assert 'aria-current="date"' in page
    assert "Nothing is planned in this month" in page


def test_days_are_those_of_whoever_looks(client, team):
    author = join(team, "author", UserFactory(time_zone="Asia/Kolkata"))
    make_draft(team, author, "New badges", go_live_at=datetime(2027, 4, 30, 20, 0, tzinfo=UTC))
    client.force_login(author)
    assert "New badges" not in html(client.get(f"{MONTH}?month=2027-04"))
    page = html(client.get(f"{MONTH}?month=2027-05"))
    assert "01:30" in page.split("New badges")[1]
    assert "Saturday 1<" in page.split("New badges")[0]


def test_nine_in_the_morning_is_nine_on_both_sides_of_a_change_of_clocks(client, team):
    author = join(team, "author", UserFactory(time_zone="Europe/Paris"))
    make_draft(team, author, "Before the change", go_live_at=datetime(2027, 3, 27, 8, 0, tzinfo=UTC))
    make_draft(team, author, "After the change", go_live_at=datetime(2027, 3, 28, 7, 0, tzinfo=UTC))
    client.force_login(author)
    page = html(client.get(f"{MONTH}?month=2027-03"))
    for title in ("Before the change", "After the change"):
        assert ">09:00<" in page.split(title)[1].split("</li>")[0]


def test_a_day_that_begins_at_one_is_whole(client, team):
    """In Beirut clocks are put forward at midnight, so there is no such time on that day."""
    author = join(team, "author", UserFactory(time_zone="Asia/Beirut"))
    make_draft(team, author, "The hour before", go_live_at=datetime(2027, 3, 27, 21, 30, tzinfo=UTC))
    make_draft(team, author, "The hour after", go_live_at=datetime(2027, 3, 27, 22, 30, tzinfo=UTC))
    client.force_login(author)
    page = html(client.get(f"{MONTH}?month=2027-03"))
    assert "Sunday 28" not in page.split("The hour before")[0]
    assert "Sunday 28" in page.split("The hour after")[0]


@pytest.mark.parametrize("month", ["2027", "2027-13", "2027-00", "1999-12", "3000-01", "x", "２０２７-01", "2027-1"])
def test_what_is_no_month_is_not_there(client, month):
    client.force_login(UserFactory())
    assert client.get(MONTH, {"month": month}).status_code == 404


@pytest.mark.parametrize("month", ["2000-01", "2999-12"])
def test_the_calendar_ends_where_it_says(client, month):
    client.force_login(UserFactory(time_zone="Pacific/Auckland"))
    page = client.get(MONTH, {"month": month})
    assert page.status_code == 200
    assert ('rel="prev"' in html(page)) == (month == "2999-12")
    assert ('rel="next"' in html(page)) == (month == "2000-01")


@pytest.mark.parametrize("address", [MONTH, COMING])
@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_the_calendar_costs_the_same_however_full_it_is(client, team, address, who):
    editor = join(team, "editor")
    client.force_login(editor if who == "editor" else AdministratorFactory())

    def cost(pages):
        for _number in range(pages):
            author = join(team, "author")
            make_post(team, author, expire_at=soon(0.01))
            make_draft(team, author, go_live_at=soon(0.01))
            asked(team, author, go_live_at=soon(0.01))
            approve(editor, asked(team, author, go_live_at=soon(0.01)))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    few = cost(1)
    assert cost(4) == few <= 10


def test_strangers_are_sent_to_the_door(client):
    for address in (MONTH, COMING, "/calendar/address/"):
        assert client.get(address).url.startswith("/accounts/login/")
