"""Two people at the same moment: one of them wins, whole."""

import os
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client
from wagtail.models import TaskState, WorkflowState

from approvals import actions, by_mail, clock
from approvals.hand_over import hand_over
from approvals.models import Decision, Request, RouteStep
from tests.factories.approvals import asked, edit, said, task_of
from tests.factories.teams import join, make_team

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = int(os.environ.get("ROUNDS", "4"))


def at_once(*calls):
    """Run the calls together; returns what each raised, or None."""
    barrier = threading.Barrier(len(calls))
    outcomes = [None] * len(calls)

    def run(number, call):
        try:
            barrier.wait()
            call()
        except (PermissionDenied, OperationalError) as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not any(isinstance(outcome, OperationalError) for outcome in outcomes), outcomes
    return outcomes


def check_consistent(request):
    """Article, workflow, task and trail tell the same story."""
    request = Request.objects.select_related("workflow_state").get(pk=request.pk)
    state = request.workflow_state
    article = type(request.article).objects.get(pk=request.article_id)
    verdicts = list(request.decisions.values_list("decision", flat=True))
    assert len(verdicts) <= 1
    assert article.live == (state.status == WorkflowState.STATUS_APPROVED) == (verdicts == ["approved"])
    assert (state.status == WorkflowState.STATUS_NEEDS_CHANGES) == (verdicts == ["returned"])
    open_tasks = TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_IN_PROGRESS).count()
    assert open_tasks == (1 if state.status == WorkflowState.STATUS_IN_PROGRESS else 0)
    if article.live:
        live = article.live_revision
        decision = Decision.objects.get(request=request)
        from publishing.digest import content_digest

        assert content_digest(live) == decision.digest
        assert article.clearances.count() == 1


def answering(request, person, action, **words):
    task, told = task_of(request), said(request)
    return lambda: action(by=person, task_state=task, **told, **words)


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


@pytest.mark.parametrize("against", ["approve", "return", "withdraw", "edit"])
def test_one_of_two_at_the_same_moment_wins_whole(team, against):
    first, second = join(team, "editor"), join(team, "editor")
    for _round in range(ROUNDS):
        request = asked(team)
        page = request.article.specific
        author = request.workflow_state.requested_by
        other = {
            "approve": answering(request, second, actions.approve),
            "return": answering(request, second, actions.return_for_changes, reason="Not yet."),
            "withdraw": lambda author=author, page=page: actions.withdraw(by=author, article=page),
            "edit": lambda page=page: edit(page, second, title="Changed at that moment"),
        }[against]
        outcomes = at_once(answering(request, first, actions.approve), other)
        refused = [outcome for outcome in outcomes if outcome is not None]
        if against == "edit":
            assert outcomes[1] is None
        else:
            assert len(refused) == 1
        check_consistent(request)


@pytest.mark.parametrize("second", ["approve", "return", "hand over", "the clock"])
def test_two_steps_asked_at_once_answered_at_the_same_moment(team, second):
    """Both yes: it is live, once. A yes and a no, a hand-over or the clock: whoever came second meets what the first
    left, and nothing is live that one of the two did not approve."""
    editor, other = join(team, "editor"), join(team, "editor")
    lawyer = join(team, "member")
    step = RouteStep.objects.create(team=team, name="Legal", position=10, asks="people")
    step.people.add(lawyer)
    for _round in range(ROUNDS):
        request = asked(team)
        task = task_of(request)
        act = {
            "approve": answering(request, lawyer, actions.approve),
            "return": answering(request, lawyer, actions.return_for_changes, reason="Not yet."),
            "hand over": lambda task=task: hand_over(by=lawyer, task_state=task, to=other),
            "the clock": clock.look_at_the_clock,
        }[second]
        outcomes = at_once(answering(request, editor, actions.approve), act)
        now = Request.objects.select_related("workflow_state").get(pk=request.pk)
        article = type(request.article).objects.get(pk=request.article_id)
        done = {step.name for step in now.steps.all() if step.is_done}
        open_tasks = TaskState.objects.filter(
            workflow_state=now.workflow_state, status=TaskState.STATUS_IN_PROGRESS
        ).count()
        if second == "approve":
            assert outcomes == [None, None]
            assert article.live
            assert article.clearances.count() == 1
            assert done == {"Team editors", "Legal"}
        else:
            assert not article.live
            assert outcomes[1] is None
            assert done == ({"Team editors"} if outcomes[0] is None else set())
            assert (now.workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES) == (second == "return")
        assert open_tasks == (1 if now.is_open else 0)


@pytest.mark.parametrize("against", ["the same link", "the site", "edit"])
def test_a_link_from_a_mail_at_the_same_moment_decides_once_and_on_what_it_names(team, against):
    editor, colleague = join(team, "editor"), join(team, "editor")
    for _round in range(ROUNDS):
        request = asked(team)
        page = request.article.specific
        path = by_mail.path_for(editor, Request.objects.get(pk=request.pk), task_of(request))
        statuses = []

        def follow(path=path, statuses=statuses):
            statuses.append(Client().post(path, {"answer": "approve"}).status_code)

        other = {
            "the same link": follow,
            "the site": answering(request, colleague, actions.return_for_changes, reason="Not yet."),
            "edit": lambda page=page: edit(page, colleague, title="Changed at that moment"),
        }[against]
        outcomes = at_once(follow, other)
        if against == "the same link":
            assert sorted(statuses) == [200, 409]
        elif against == "the site":
            assert (statuses, outcomes[1] is None) in (([200], False), ([409], True))
        check_consistent(request)


def test_two_submissions_at_the_same_moment_make_one_request(team):
    from tests.factories.blog import make_draft

    for _round in range(ROUNDS):
        author = join(team, "author")
        page = make_draft(team, author)
        submitting = [lambda author=author, page=page: actions.submit(by=author, article=page)] * 2
        outcomes = at_once(*submitting)
        assert len([outcome for outcome in outcomes if outcome is None]) == 1
        assert Request.objects.open().filter(article_id=page.pk).count() == 1
