"""Answers are due in working time; nobody's silence and nobody's holiday stops a page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals.deciders.tallies import approvers_for
from approvals.deciding import actions, clock
from approvals.deciding.hand_over import hand_over
from approvals.models import Decision, HandOver, Request, RequestStep, RouteStep
from approvals.refusals import NotAsked, Refused
from approvals.steps import ALL, Reach
from approvals.waiting import morning
from notifications.models import Notification
from teams.deputising import name_deputy
from tests.factories.approvals import approve, asked, communications, edit, task_of
from tests.factories.notifications import deliver
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def people_of(request):
    return set(approvers_for(Request.objects.select_related("article__team", "workflow_state").get(pk=request.pk)))


def told(person, kind):
    return Notification.objects.filter(person=person, kind=kind).count()


def asked_on_monday(team, hours=8):
    """A request whose step began to ask on a Monday at nine, in a zone without surprises."""
    RouteStep.objects.update(working_hours=hours)
    request = asked(team)
    monday = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("UTC"))
    step = request.steps.get(position=request.position)
    RequestStep.objects.filter(pk=step.pk).update(started_at=monday, due_at=monday + timedelta(hours=hours))
    return request, monday


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


@pytest.fixture
def editor(team):
    return join(team, "editor")


# --- Due ----------------------------------------------------------------------------------------------------------


def test_a_step_is_due_after_its_working_hours(team, editor):
    request = asked(team)
    step = request.steps.get()
    assert step.due_at is not None
    assert step.due_at - step.started_at >= timedelta(hours=16)


def test_whoever_is_silent_is_reminded_at_half_time_and_when_it_is_due_and_once_each(team, editor):
    request, monday = asked_on_monday(team)
    clock.look_at_the_clock(monday + timedelta(hours=3))
    assert told(editor, "approval_reminder") == 0
    for _twice in range(2):
        clock.look_at_the_clock(monday + timedelta(hours=4, minutes=5))
        assert told(editor, "approval_reminder") == 1
    for _twice in range(2):
        clock.look_at_the_clock(monday + timedelta(hours=8, minutes=5))
        assert told(editor, "approval_reminder") == 2
    assert request.steps.get().reminded == clock.FULL


def test_a_night_and_a_weekend_remind_nobody(team, editor):
    request, monday = asked_on_monday(team, hours=40)
    RequestStep.objects.update(due_at=monday + timedelta(days=4, hours=8))
    friday_evening = monday + timedelta(days=4, hours=8) - timedelta(minutes=1)
    clock.look_at_the_clock(friday_evening)
    assert request.steps.get().reminded == clock.HALF
    for hours in (10, 30, 50):  # the weekend
        clock.look_at_the_clock(friday_evening + timedelta(hours=hours))
        assert request.steps.get().reach == Reach.OWN


def test_whoever_answered_is_not_reminded(team, editor):
    request, monday = asked_on_monday(team)
    approve(editor, request)
    clock.look_at_the_clock(monday + timedelta(days=3))
    assert told(editor, "approval_reminder") == 0


def test_leads_are_asked_when_nobody_answers_and_then_communications(team, editor):
    RouteStep.objects.create(team=team, name="Legal", position=5, asks="people").people.add(silent := UserFactory())
    lead, comms = join(team, "lead"), communications()
    request, monday = asked_on_monday(team)
    assert people_of(request) == {silent}
    clock.look_at_the_clock(monday + timedelta(days=1, hours=4, minutes=5))
    assert people_of(request) == {silent, lead}
    assert told(lead, "approval_requested") == 1
    assert told(comms, "approval_requested") == 0
    clock.look_at_the_clock(monday + timedelta(days=2, minutes=5))
    assert people_of(request) == {silent, lead, comms}
    for person in (silent, lead, comms, editor):
        assert Request.objects.awaiting(fresh(person)).exists() == (person in people_of(request))
    author = fresh(request).workflow_state.requested_by
    assert told(author, "approval_widened") == 2
    approve(comms, request)
    assert people_of(request) == {editor, lead}


def test_a_secret_team_asks_its_administrators_and_never_communications():
    team = make_team(posting_policy="editors", visibility="secret")
    join(team, "editor")
    comms, administrator = communications(), AdministratorFactory()
    request, monday = asked_on_monday(team)
    clock.look_at_the_clock(monday + timedelta(days=4))
    assert administrator in people_of(request)
    assert comms not in people_of(request)


def test_what_waits_only_for_somebody_who_left_goes_on(team, editor):
    stays, leaves = UserFactory(), UserFactory()
    step = RouteStep.objects.create(team=team, name="Legal", position=15, asks="people", needed=ALL)
    step.people.set([stays, leaves])
    request = asked(team)
    approve(editor, request)
    approve(stays, request)
    assert people_of(request) == {leaves}
    type(leaves).objects.filter(pk=leaves.pk).update(is_active=False)
    clock.look_at_the_clock(timezone.now())
    assert fresh(request.article).live


def test_one_request_that_is_gone_stops_no_other(team, editor):
    gone, monday = asked_on_monday(team)
    other, _monday = asked_on_monday(team)
    RequestStep.objects.update(started_at=monday, due_at=monday + timedelta(hours=8))
    gone.article.specific.delete()
    clock.look_at_the_clock(monday + timedelta(hours=5))
    assert other.steps.get().reminded == clock.HALF


# --- In the morning ---------------------------------------------------------------------------------------------


TUESDAY = datetime(2026, 3, 3, 7, 30, tzinfo=ZoneInfo("UTC"))


def test_a_morning_tells_once_what_waits(team, editor, mailoutbox):
    asked(team, title="Two-week cycles")
    other = join(make_team(posting_policy="editors"), "editor")
    for _twice in range(2):
        morning.greet_all(TUESDAY)
    assert told(editor, morning.MORNING) == 1
    assert told(other, morning.MORNING) == 0, "nothing waits for them"
    deliver()
    [letter] = [mail for mail in mailoutbox if mail.to == [editor.email] and "this morning" in mail.subject]
    assert "“Two-week cycles”" in letter.body
    assert "due" in letter.body


@pytest.mark.parametrize(
    "moment",
    [TUESDAY - timedelta(hours=1), TUESDAY + timedelta(hours=4), TUESDAY + timedelta(days=4)],
    ids=["night", "noon", "saturday"],
)
def test_nobody_is_told_at_night_at_noon_or_on_a_saturday(team, editor, moment):
    asked(team)
    assert morning.greet_all(moment) == 0


def test_it_is_morning_where_a_person_is(team, editor):
    asked(team)
    type(editor).objects.filter(pk=editor.pk).update(time_zone="Pacific/Auckland")
    assert morning.greet_all(TUESDAY) == 0
    assert morning.greet_all(datetime(2026, 3, 3, 7, 30, tzinfo=ZoneInfo("Pacific/Auckland"))) == 1


def test_what_was_settled_meanwhile_is_not_named_in_the_mail(team, editor, mailoutbox):
    request = asked(team, title="Settled since")
    morning.greet_all(TUESDAY)
    approve(editor, request)
    deliver()
    [letter] = [mail for mail in mailoutbox if mail.to == [editor.email] and "this morning" in mail.subject]
    assert "Settled since" not in letter.body


# --- Deputies -----------------------------------------------------------------------------------------------------


def away(person, deputy, days=7):
    today = timezone.now().date()
    return name_deputy(person=person, deputy=deputy, first_day=today, last_day=today + timedelta(days=days), by=person)


def test_a_deputy_decides_for_who_is_away_and_the_record_says_so(team, editor):
    absent = UserFactory()
    RouteStep.objects.create(team=team, name="Legal", position=15, asks="people").people.add(absent)
    other = join(team, "editor")
    away(absent, other)
    request = asked(team)
    approve(editor, request)
    assert people_of(request) == {absent, other}
    assert Request.objects.awaiting(fresh(other)).exists()
    approve(fresh(other), request)
    decision = Decision.objects.get(step__name="Legal")
    assert decision.said_by == f"{other} for {absent}"
    assert fresh(request.article).live


def test_a_deputy_without_the_right_decides_nothing(team, editor):
    absent, stranger = UserFactory(), UserFactory()
    RouteStep.objects.create(team=team, name="Legal", position=15, asks="people").people.add(absent)
    away(absent, stranger)
    request = asked(team)
    approve(editor, request)
    assert people_of(request) == {absent}
    with pytest.raises(NotAsked):
        approve(fresh(stranger), request)


def test_a_deputy_who_wrote_it_decides_nothing(team, editor):
    absent = UserFactory()
    RouteStep.objects.create(team=team, name="Legal", position=15, asks="people").people.add(absent)
    writer = join(team, "editor")
    away(absent, writer)
    request = asked(team, writer)
    approve(editor, request)
    assert people_of(request) == {absent}
    assert not Request.objects.awaiting(fresh(writer)).exists()


def test_one_of_all_who_is_away_is_answered_for_by_another_of_them(team):
    absent, deputy, third = (join(team, "editor") for _n in range(3))
    RouteStep.objects.filter(name="Team editors").update(needed=ALL)
    away(absent, deputy)
    request = asked(team)
    approve(third, request)
    assert not fresh(request.article).live
    approve(deputy, request)
    assert fresh(request.article).live


# --- Handing over -------------------------------------------------------------------------------------------------


def test_a_decision_is_handed_over_and_the_first_is_not_asked_any_more(client, team, editor):
    lead, other = join(team, "lead"), join(team, "editor", UserFactory(username="other"))
    named = UserFactory()
    RouteStep.objects.create(team=team, name="Legal", position=5, asks="people").people.add(named)
    request = asked(team)
    client.force_login(named)
    response = client.post(
        reverse("approvals:hand_over", args=[task_of(request).pk]), {"to": "other", "note": "Please"}
    )
    assert response.status_code == 302
    assert people_of(request) == {other}
    assert not Request.objects.awaiting(fresh(named)).exists()
    assert Request.objects.awaiting(fresh(other)).exists()
    assert told(other, "approval_requested") == 1
    with pytest.raises(NotAsked):
        approve(fresh(named), request)
    client.force_login(lead)
    assert (
        f"handed by {named} to {other}"
        in client.get(reverse("approvals:review", args=[task_of(request).pk])).content.decode()
    )
    approve(fresh(other), request)
    assert people_of(request) == {editor, lead, other}


def test_what_was_handed_over_can_be_handed_back(team, editor):
    other = join(team, "editor")
    named = UserFactory()
    RouteStep.objects.create(team=team, name="Legal", position=5, asks="people").people.add(named)
    request = asked(team)
    hand_over(by=named, task_state=task_of(request), to=other)
    with pytest.raises(Refused, match="may not read drafts"):
        hand_over(by=fresh(other), task_state=task_of(request), to=named)
    third = join(team, "editor")
    hand_over(by=fresh(other), task_state=task_of(request), to=third)
    assert people_of(request) == {third}
    hand_over(by=fresh(third), task_state=task_of(request), to=other)
    assert people_of(request) == {other}
    assert not HandOver.objects.filter(giver=other).exists()


@pytest.mark.parametrize("who", ["stranger", "writer", "myself", "member", "nobody"])
def test_nobody_takes_over_who_may_not(client, team, editor, who):
    request = asked(team, join(team, "author"))
    people = {
        "stranger": UserFactory,
        "writer": lambda: fresh(request).workflow_state.requested_by,
        "myself": lambda: editor,
        "member": lambda: join(team, "member"),
        "nobody": lambda: UserFactory.build(username="nobody-here"),
    }
    client.force_login(editor)
    address = reverse("approvals:hand_over", args=[task_of(request).pk])
    response = client.post(address, {"to": people[who]().username, "note": "My words"})
    assert response.status_code == 422
    assert "My words" in response.content.decode()
    assert people_of(request) == {editor}


def test_an_edit_ends_no_hand_over(team, editor):
    other, mender = join(team, "editor"), join(team, "editor")
    request = asked(team)
    for person in (editor, mender):
        hand_over(by=person, task_state=task_of(request), to=other)
    edit(request.article.specific, mender, title="Better")
    assert people_of(request) == {other}


# --- Before and with the request ----------------------------------------------------------------------------------


def test_the_word_of_who_asks_goes_with_the_request(client, team, editor):
    author = join(team, "author")
    from tests.factories.blog import make_draft

    request = actions.submit(by=author, article=make_draft(team, author), note="The date is the mayor's wish.")
    client.force_login(editor)
    page = client.get(reverse("approvals:review", args=[task_of(request).pk])).content.decode()
    assert "The date is the mayor&#x27;s wish." in page
