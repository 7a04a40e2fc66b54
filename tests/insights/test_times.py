"""How long approval took, against histories that were reckoned by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState

from approvals.deciding import actions
from approvals.models import Decision
from insights.questions import Question
from insights.times import Stretch, times_for
from tests.factories.approvals import approve, asked, communications, edit, look, send_back, task_of
from tests.factories.people import AdministratorFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

TIMES = "/reports/approvals/times/"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def html(response):
    return response.content.decode()


@pytest.fixture
def team():
    return make_team("Logistics", posting_policy="editors")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def boss():
    return AdministratorFactory()


def started(task_state, at):
    TaskState.objects.filter(pk=task_state.pk).update(started_at=at)


def decided(decision, at):
    Decision.objects.filter(pk=decision.pk).update(at=at)
    TaskState.objects.filter(pk=decision.task_state_id).update(finished_at=at)


def answered(request, editor, since, hours, act=approve):
    """A request that was asked at a moment and answered so many hours later."""
    started(task_of(request), since)
    decided(act(editor, request), since + hours * HOUR)
    return request


def march(viewer, **more):
    return times_for(
        Question(viewer, since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 4, 1, tzinfo=UTC), **more)
    )


def hours(stretch):
    return sorted(length / HOUR for length in stretch.lengths)


def only_line(times):
    [team] = times.teams
    [line] = team.lines
    return line


def test_waiting_is_from_being_asked_to_the_answer(team, editor, boss):
    answered(asked(team), editor, MONDAY, 5)
    line = only_line(march(boss))
    assert hours(line.waiting) == [5]
    assert line.in_hand.count == line.reworking.count == 0


def test_the_first_sign_of_somebody_ends_the_waiting(team, editor, boss):
    request = asked(team)
    author = request.workflow_state.requested_by
    page = request.article.specific
    for person, after in ((author, 1), (editor, 3), (editor, 4)):
        entry = PageLogEntry.objects.log_action(
            page, "wagtail.comments.create", user=person, data={"comment": {"text": "Hm", "contentpath": "title"}}
        )
        PageLogEntry.objects.filter(pk=entry.pk).update(timestamp=MONDAY + after * HOUR)
    answered(request, editor, MONDAY, 10)
    line = only_line(march(boss))
    assert hours(line.waiting) == [3]  # the author's own remark is no sign of an approver
    assert hours(line.in_hand) == [7]


def test_opening_the_review_takes_it_in_hand(team, editor, boss):
    request = asked(team)
    look(editor, request)
    PageLogEntry.objects.filter(action="approvals.looked").update(timestamp=MONDAY + 2 * HOUR)
    answered(request, editor, MONDAY, 5)
    line = only_line(march(boss))
    assert (hours(line.waiting), hours(line.in_hand)) == ([2], [3])


def test_a_return_and_its_rework_are_told_apart(team, editor, boss):
    author = join(team, "author")
    request = answered(asked(team, author), editor, MONDAY, 2, act=send_back)
    edit(request.article.specific, author, summary="The depot in Rotterdam.")
    actions.submit(by=author, article=request.article)
    answered(request, editor, MONDAY + 26 * HOUR, 4)
    line = only_line(march(boss))
    assert hours(line.waiting) == [2, 4]
    assert hours(line.reworking) == [24]


def test_what_was_written_before_it_was_submitted_is_nobodys_approval(team, editor, boss):
    request = asked(team)
    PageLogEntry.objects.filter(action="wagtail.create").update(timestamp=MONDAY - 500 * HOUR)
    answered(request, editor, MONDAY, 1)
    assert sum(length / HOUR for _label, stretch in only_line(march(boss)).stretches for length in stretch.lengths) == 1


def test_a_step_that_nobody_answered_counts_nowhere(team, editor, boss):
    request = asked(team)
    started(task_of(request), MONDAY)
    actions.withdraw(by=request.workflow_state.requested_by, article=request.article)
    TaskState.objects.update(finished_at=MONDAY + 3 * HOUR)
    started(task_of(asked(team)), MONDAY)
    assert march(boss).teams == []


def test_a_return_that_was_never_submitted_again_is_no_rework_yet(team, editor, boss):
    answered(asked(team), editor, MONDAY, 2, act=send_back)
    line = only_line(march(boss))
    assert hours(line.waiting) == [2]
    assert line.reworking.count == 0


def test_each_step_of_each_team_has_its_own_line(boss):
    both = make_team("Logistics", posting_policy="communications")
    one = make_team("Archive", posting_policy="editors")
    request = answered(asked(both), join(both, "editor"), MONDAY, 1)
    answered(request, communications(), MONDAY + HOUR, 6)
    answered(asked(one), join(one, "editor"), MONDAY, 2)
    times = march(boss)
    told = [(team.name, line.step, hours(line.waiting)) for team in times.teams for line in team.lines]
    names = list(Decision.objects.order_by("pk").values_list("step_name", flat=True))
    assert (told[0][0], told[0][2]) == ("Archive", [2])
    assert sorted(told[1:]) == sorted([("Logistics", names[0], [1]), ("Logistics", names[1], [6])])
    assert hours(times.everything.waiting) == [1, 2, 6]


def test_the_middle_and_what_nine_of_ten_stayed_within():
    stretch = Stretch([n * HOUR for n in (10, 1, 2, 3, 4, 5, 6, 7, 8, 90)])
    assert stretch.median == timedelta(hours=5.5)
    assert stretch.ninetieth == 10 * HOUR
    assert Stretch([4 * HOUR]).ninetieth == 4 * HOUR
    assert Stretch([]).median is None


def test_only_the_days_that_are_asked_about_count(team, editor, boss, client):
    answered(asked(team), editor, MONDAY, 5)
    answered(asked(team), editor, MONDAY + timedelta(days=60), 50)
    assert hours(only_line(march(boss)).waiting) == [5]
    client.force_login(boss)
    page = html(client.get(f"{TIMES}?since=2026-03-01&until=2026-03-31"))
    assert "5 hours" in page
    assert "50 hours" not in page
    assert "From <time" in page
    assert "Nothing was answered" in html(client.get(f"{TIMES}?since=2026-03-03&until=2026-03-31"))


def test_three_months_are_shown_if_nothing_is_said(team, editor, boss, client):
    answered(asked(team), editor, timezone.now() - timedelta(days=89), 5)
    answered(asked(team), editor, timezone.now() - timedelta(days=95), 50 / 3)
    client.force_login(boss)
    page = html(client.get(TIMES))
    assert "5 hours" in page
    assert "17 hours" not in page


def test_a_team_can_be_asked_about_alone(team, editor, boss):
    other = make_team("Archive", posting_policy="editors")
    answered(asked(team), editor, MONDAY, 5)
    answered(asked(other), join(other, "editor"), MONDAY, 7)
    assert [each.name for each in march(boss, team=other).teams] == ["Archive"]


def test_communications_counts_no_page_that_it_does_not_read(boss):
    closed = make_team("Payroll", visibility="closed", posting_policy="editors")
    answered(asked(closed), join(closed, "editor"), MONDAY, 5)
    assert [each.name for each in march(boss).teams] == ["Payroll"]
    assert march(communications()).teams == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?since=2020-01-01&until=2026-01-01", "Choose a year at most"),
        ("?since=0001-01-01", "Choose a year at most"),
        ("?since=2026-03-03&until=2026-03-01", "last day is before the first"),
        ("?team=nowhere", "Select a valid choice"),
    ],
)
def test_odd_days_are_answered_in_words(client, boss, query, sentence):
    client.force_login(boss)
    response = client.get(TIMES + query)
    assert response.status_code == 422
    assert sentence in html(response)


@pytest.mark.parametrize("query", ["?until=0001-01-01", "?since=9999-12-31", "?since=9999-12-01&until=9999-12-31"])
def test_the_ends_of_the_calendar_are_days_too(client, boss, query):
    client.force_login(boss)
    assert client.get(TIMES + query).status_code == 200


def test_those_who_read_no_reports_learn_nothing(client, team, editor):
    client.force_login(editor)
    assert client.get(TIMES).status_code == 404


@pytest.mark.parametrize("who", ["administrator", "communications"])
def test_the_times_cost_the_same_however_much_happened(client, who):
    client.force_login(AdministratorFactory() if who == "administrator" else communications())

    def cost(teams):
        for _number in range(teams):
            team = make_team(posting_policy="editors")
            editor, author = join(team, "editor"), join(team, "author")
            request = asked(team, author)
            send_back(editor, request)
            edit(request.article.specific, author, summary="Better.")
            actions.submit(by=author, article=request.article)
            approve(editor, request)
        client.get(TIMES)
        with CaptureQueriesContext(connection) as queries:
            client.get(TIMES)
        return len(queries)

    few = cost(1)
    assert cost(3) == few <= 10
