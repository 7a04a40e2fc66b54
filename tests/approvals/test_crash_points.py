"""A process that ends in the middle of an act has done nothing: all of it happened, or none."""

from importlib import import_module

import pytest
from wagtail.models import TaskState, WorkflowState

from approvals.deciding import actions
from approvals.models import Decision, Request, RouteStep
from core.models import Effect
from notifications.models import Notification
from tests.factories.approvals import approve, asked, said, task_of
from tests.factories.blog import make_draft
from tests.factories.notifications import deliver
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db(transaction=True)


class Ended(BaseException):
    """What no ``except Exception`` on the way catches, as nothing catches a process that is killed."""


def end_at(monkeypatch, point):
    """Let the process end as it comes to this function; after it, where the point says so."""
    where, _colon, when = point.partition(":")
    module, name = where.rsplit(".", 1)
    target = import_module(module)
    real = getattr(target, name)

    def ends(*args, **kwargs):
        if when == "after":
            real(*args, **kwargs)
        raise Ended(point)

    monkeypatch.setattr(target, name, ends)


def story(article):
    """Everything that an act on an article changes."""
    page = type(article).objects.get(pk=article.pk)
    return {
        "live": page.live,
        "revisions": page.revisions.count(),
        "scheduled": page.revisions.filter(approved_go_live_at__isnull=False).count(),
        "clearances": page.clearances.count(),
        "states": sorted(WorkflowState.objects.values_list("object_id", "status")),
        "tasks": sorted(TaskState.objects.values_list("pk", "status")),
        "requests": sorted(Request.objects.values_list("pk", "position", "revision_id", "digest", "objected")),
        "decisions": Decision.objects.count(),
        "told": Notification.objects.count(),
        "promised": Effect.objects.count(),
    }


def open_tasks_match():
    running = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).count()
    assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count() == running


@pytest.fixture
def team():
    team = make_team(posting_policy="editors")
    RouteStep.objects.create(team=team, name="Legal", position=20, asks="people").people.add(UserFactory())
    return team


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.mark.parametrize(
    "point",
    [
        "approvals.deciding.running.take_route",
        "approvals.deciding.running.take_route:after",
        "approvals.deciding.running.begin_asking",
        "approvals.telling.notices.tell_asked",
        "approvals.telling.notices.tell_asked:after",
    ],
)
def test_submitting(monkeypatch, team, editor, point):
    author = join(team, "author")
    draft = make_draft(team, author)
    before = story(draft)
    with monkeypatch.context() as patch:
        end_at(patch, point)
        with pytest.raises(Ended):
            actions.submit(by=author, article=draft)
    assert story(draft) == before
    actions.submit(by=author, article=draft)
    open_tasks_match()


@pytest.mark.parametrize(
    "point",
    [
        "approvals.deciding.running.go_on",
        "approvals.deciding.running.go_on:after",
        "approvals.deciding.running.begin_asking",
        "approvals.telling.notices.tell_approved",
        "approvals.telling.notices.tell_approved:after",
    ],
)
def test_approving_a_step(monkeypatch, team, editor, point):
    request = asked(team)
    before = story(request.article)
    with monkeypatch.context() as patch:
        end_at(patch, point)
        with pytest.raises(Ended):
            approve(editor, request)
    assert story(request.article) == before
    approve(editor, request)
    assert Request.objects.get(pk=request.pk).step_name == "Legal"
    open_tasks_match()


@pytest.mark.parametrize(
    "point", ["approvals.telling.notices.tell_returned", "approvals.telling.notices.tell_returned:after"]
)
def test_asking_for_changes(monkeypatch, team, editor, point):
    request = asked(team)
    before = story(request.article)
    with monkeypatch.context() as patch:
        end_at(patch, point)
        with pytest.raises(Ended):
            actions.return_for_changes(by=editor, task_state=task_of(request), reason="Why?", **said(request))
    assert story(request.article) == before
    actions.return_for_changes(by=editor, task_state=task_of(request), reason="Why?", **said(request))
    open_tasks_match()


@pytest.mark.parametrize(
    "point",
    [
        "publishing.lifecycle.after_publish",
        "publishing.lifecycle.after_publish:after",
        "approvals.telling.notices.tell_approved",
        "approvals.telling.notices.tell_approved:after",
    ],
)
def test_the_last_yes_that_publishes(monkeypatch, mailoutbox, point):
    team = make_team(posting_policy="editors")
    editor = join(team, "editor")
    request = asked(team)
    author = Request.objects.get(pk=request.pk).workflow_state.requested_by
    before = story(request.article)
    with monkeypatch.context() as patch:
        end_at(patch, point)
        with pytest.raises(Ended):
            approve(editor, request)
    assert story(request.article) == before
    approve(editor, request)
    assert type(request.article).objects.get(pk=request.article_id).live
    open_tasks_match()
    # What was promised before and after is sent once, and its row says so.
    deliver()
    deliver()
    to_author = [mail for mail in mailoutbox if mail.to == [author.email]]
    assert len(to_author) == 1
    assert not Effect.objects.filter(kind="notification-mail", status__in=Effect.OPEN_STATUSES).exists()
