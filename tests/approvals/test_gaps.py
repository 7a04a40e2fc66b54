"""Steps that nobody could pass are found before anything waits for them, shown to administrators and told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals.models import RouteStep
from approvals.routes.gaps import gaps_in_requests, gaps_in_routes, tell_gaps
from notifications.models import Notification
from people.models import User
from tests.factories.approvals import approve, asked, communications
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db
PAGE = "/admin/background-work/"


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


def names(gaps):
    return [(gap.team, gap.step_name, gap.there, gap.needed) for gap in gaps]


def test_a_request_that_nobody_can_decide_is_a_gap_until_somebody_can(team):
    request = asked(team, join(team, "editor"))
    (gap,) = gaps_in_requests()
    assert gap.request == request
    assert gap.is_at_hand
    join(team, "editor")
    assert gaps_in_requests() == []


def test_a_step_still_to_come_is_a_gap_before_it_blocks(team):
    lead = join(team, "lead")
    step = RouteStep.objects.create(team=team, name="Law", position=90, asks="people", needed=3)
    step.people.set([join(team, "member"), join(team, "member"), gone := join(team, "member")])
    communications(author := join(team, "author"))
    asked(team, author)
    assert gaps_in_requests() == []
    gone.is_active = False
    gone.save()
    lead.is_active = False
    lead.save()
    join(team, "editor")
    (gap,) = gaps_in_requests()
    assert (gap.step_name, gap.there, gap.needed, gap.is_at_hand) == ("Law", 2, 3, False)
    assert gap.sentence == "3 must say yes, and only 2 could"


def test_whoever_wrote_it_does_not_count_and_whoever_took_it_over_does(team):
    editor = join(team, "editor")
    request = asked(team, editor)
    assert len(gaps_in_requests()) == 1
    lead = join(team, "lead")
    assert gaps_in_requests() == []
    approve(lead, request)
    assert gaps_in_requests() == []


def test_a_team_whose_route_nobody_could_pass_is_a_gap_before_anybody_writes(team):
    assert (team, "Team editors", 0, 1) in names(gaps_in_routes())
    communications()
    assert team not in [gap.team for gap in gaps_in_routes()]


def test_an_added_step_that_names_only_people_who_left_is_a_gap(team):
    join(team, "editor")
    assert team not in [gap.team for gap in gaps_in_routes()]
    step = RouteStep.objects.create(team=team, name="Law", position=90, asks="people")
    step.people.add(UserFactory(is_active=False))
    assert (team, "Law", 0, 1) in names(gaps_in_routes())


@pytest.mark.parametrize("many", [1, 5])
def test_looking_for_gaps_costs_the_same_for_many(django_assert_max_num_queries, many):
    for _n in range(many):
        asked(make_team(posting_policy="editors"))
        asked(make_team(posting_policy="editors", visibility="secret"))
    with django_assert_max_num_queries(12):
        gaps_in_requests()
        gaps_in_routes()


def test_administrators_read_of_it_beside_the_background_work(as_person, administrator, team):
    client = as_person(administrator)
    communications()
    assert "Every step of every team has people" in client.get(PAGE).content.decode()
    stuck = make_team(posting_policy="editors", visibility="secret")
    RouteStep.objects.create(team=stuck, name="Law", position=90, asks="people", needed=5)
    page = client.get(PAGE).content.decode()
    assert stuck.name in page
    assert "5 must say yes, and only" in page


def test_administrators_are_told_once_a_week_as_long_as_it_lasts(client, team):
    one = AdministratorFactory()
    request = asked(team, join(team, "editor"), title="Two-week cycles")
    now, administrators = timezone.now(), User.objects.administrators().count()
    told = Notification.objects.filter(kind="approval_gap")
    assert tell_gaps(now) == 1
    assert tell_gaps(now) == 1
    assert told.count() == administrators
    tell_gaps(now + timedelta(days=7))
    assert told.count() == 2 * administrators
    client.force_login(one)
    page = client.get("/inbox/").content.decode()
    assert f"“Two-week cycles” ({team.name}) cannot pass “Team editors”" in page
    assert told.filter(page=request.article).exists()
    one.is_superuser = False
    one.save()
    assert "Two-week cycles" not in client.get("/inbox/").content.decode()


def test_nothing_is_told_where_nothing_is_missing(team):
    AdministratorFactory()
    join(team, "editor")
    communications()
    assert tell_gaps() == 0
