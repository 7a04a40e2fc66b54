"""Two people at the same moment, each in a browser of their own: one of them wins, whole, and the other reads who did
what. ROUNDS=200 makes it two hundred rounds of each pair."""

import os
import threading

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import TaskState, WorkflowState

from approvals.deciding import clock
from approvals.models import Decision, Request, RouteStep
from approvals.reviewing import by_mail
from publishing.digest import content_digest
from publishing.models import Article
from tests.approvals.test_doors import posted
from tests.factories.approvals import asked, said, task_of
from tests.factories.blog import make_draft
from tests.factories.teams import join, make_team

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = int(os.environ.get("ROUNDS", "4"))
APPROVED, RETURNED, OPEN = (
    WorkflowState.STATUS_APPROVED,
    WorkflowState.STATUS_NEEDS_CHANGES,
    WorkflowState.STATUS_IN_PROGRESS,
)


def at_once(*calls):
    """Run the calls together; what each returned. Whatever one raises fails the test."""
    barrier = threading.Barrier(len(calls))
    outcomes = [None] * len(calls)
    raised = []

    def run(number, call):
        try:
            barrier.wait()
            outcomes[number] = call()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not raised, raised
    return outcomes


class Browser:
    """Somebody signed in, who stays so from round to round."""

    def __init__(self, person):
        self.person = person
        self.client = Client()
        self.client.force_login(person, backend="people.backends.FoldedNameBackend")

    def sending(self, address, data=None):
        return lambda: self.client.post(address, data or {}, follow=True)

    def approving(self, request):
        return self.sending(f"/approvals/{task_of(request).pk}/approve/", said(request))

    def returning(self, request):
        return self.sending(f"/approvals/{task_of(request).pk}/return/", {"comment": "Not yet.", **said(request)})

    def withdrawing(self, request):
        return self.sending(f"/approvals/withdraw/{request.article_id}/")

    def handing_over(self, request, to):
        return self.sending(f"/approvals/{task_of(request).pk}/hand-over/", {"to": to.username})

    def editing(self, request, title="Changed at that moment"):
        page = Article.objects.get(pk=request.article_id).specific.get_latest_revision_as_object()
        return self.sending(f"/admin/pages/{page.pk}/edit/", posted(page, title=title))

    def submitting(self, page):
        return self.sending(f"/admin/pages/{page.pk}/edit/", posted(page, **{"action-submit": "1"}))


def has_done(response):
    """Whether an answer says that what was sent happened. A withdrawal that came too late leads to the desk as well."""
    return response.status_code == 200 and 'class="notice error"' not in read(response)


def read(response):
    return response.content.decode()


def story_of(request):
    """Article, workflow, task and trail, which have to tell the same story."""
    request = Request.objects.select_related("workflow_state").get(pk=request.pk)
    state, article = request.workflow_state, Article.objects.get(pk=request.article_id)
    verdicts = list(request.decisions.values_list("decision", flat=True))
    assert len(verdicts) <= 1
    assert article.live == (state.status == APPROVED) == (verdicts == ["approved"])
    assert (state.status == RETURNED) == (verdicts == ["returned"])
    tasks = TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_IN_PROGRESS).count()
    assert tasks == (1 if state.status == OPEN else 0)
    if article.live:
        assert content_digest(article.live_revision) == Decision.objects.get(request=request).digest
        assert article.clearances.count() == 1
    if state.status == OPEN:
        assert request.revision_id == article.latest_revision_id
    return state.status


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


@pytest.fixture
def author(team):
    return Browser(join(team, "author"))


@pytest.fixture
def editors(team):
    return Browser(join(team, "editor")), Browser(join(team, "editor"))


@pytest.mark.parametrize("pair", ["approve approve", "approve return", "return return"])
def test_of_two_answers_one_counts_and_the_other_reads_whose(team, author, editors, pair):
    for _round in range(ROUNDS):
        request = asked(team, author.person)
        ways = {"approve": Browser.approving, "return": Browser.returning}
        acts = [ways[name](editor, request) for editor, name in zip(editors, pair.split(), strict=True)]
        answers = at_once(*acts)
        done = [has_done(answer) for answer in answers]
        assert sorted(done) == [False, True]
        winner, refused = editors[done.index(True)].person, answers[done.index(False)]
        story = story_of(request)
        assert story == {"approve": APPROVED, "return": RETURNED}[pair.split()[done.index(True)]]
        verb = "approved this" if story == APPROVED else "asked for changes"
        assert f"{winner} {verb}" in read(refused)


@pytest.mark.parametrize("answer", ["approve", "return"])
def test_withdrawn_and_answered_at_once_it_is_one_of_both(team, author, editors, answer):
    """What was sent back may be withdrawn still: then both happened, one after the other."""
    for _round in range(ROUNDS):
        request = asked(team, author.person)
        act = {"approve": Browser.approving, "return": Browser.returning}[answer](editors[0], request)
        answered, withdrawn = at_once(act, author.withdrawing(request))
        state = Request.objects.select_related("workflow_state").get(pk=request.pk).workflow_state
        if has_done(answered) and answer == "return" and has_done(withdrawn):
            assert state.status == WorkflowState.STATUS_CANCELLED
        elif has_done(answered):
            assert story_of(request) == (APPROVED if answer == "approve" else RETURNED)
            assert not has_done(withdrawn)
            assert f"{editors[0].person} approved this" in read(withdrawn)
        else:
            assert has_done(withdrawn)
            assert story_of(request) == WorkflowState.STATUS_CANCELLED
            assert f"{author.person} withdrew this" in read(answered)


@pytest.mark.parametrize("answer", ["approve", "return", "withdraw"])
def test_edited_and_settled_at_once_nothing_unseen_goes_live(team, author, editors, answer):
    """The words are kept whoever comes first. An approver who comes second is shown what changed."""
    for _round in range(ROUNDS):
        request = asked(team, author.person)
        act = {
            "approve": editors[0].approving,
            "return": editors[0].returning,
            "withdraw": author.withdrawing,
        }[answer](request)
        settled, edited = at_once(act, editors[1].editing(request))
        assert has_done(edited)
        latest = Article.objects.get(pk=request.article_id).latest_revision
        assert latest.content["title"] == "Changed at that moment"
        story = story_of(request)
        if has_done(settled):
            assert (
                story == {"approve": APPROVED, "return": RETURNED, "withdraw": WorkflowState.STATUS_CANCELLED}[answer]
            )
        else:
            assert story == OPEN
            assert "edited since you opened it (title)" in read(settled)


def test_edited_twice_at_once_both_versions_are_kept_and_the_last_is_asked_about(team, author, editors):
    for _round in range(ROUNDS):
        request = asked(team, author.person)
        at_once(editors[0].editing(request, "One title"), editors[1].editing(request, "Another title"))
        assert story_of(request) == OPEN
        titles = {revision.content["title"] for revision in request.article.revisions.all()}
        assert titles >= {"One title", "Another title"}
        assert set(Request.objects.get(pk=request.pk).writers.all()) >= {one.person for one in editors}


def test_withdrawn_twice_at_once_it_is_withdrawn_once(team, author):
    other_tab = Browser(author.person)
    for _round in range(ROUNDS):
        request = asked(team, author.person)
        answers = at_once(author.withdrawing(request), other_tab.withdrawing(request))
        assert story_of(request) == WorkflowState.STATUS_CANCELLED
        assert sorted(has_done(answer) for answer in answers) == [False, True]
        assert any(f"{author.person} withdrew this" in read(answer) for answer in answers)


@pytest.mark.parametrize("second", ["approve", "return", "hand over", "the clock"])
def test_two_steps_asked_at_once_answered_at_the_same_moment(team, author, editors, second):
    """Both yes: it is live, once. A yes and a no, a hand-over or the clock: whoever came second meets what the first
    left, and nothing is live that one of the two did not approve."""
    editor, other = editors
    lawyer = Browser(join(team, "member"))
    step = RouteStep.objects.create(team=team, name="Legal", position=10, asks="people")
    step.people.add(lawyer.person)
    for _round in range(ROUNDS):
        request = asked(team, author.person)
        act = {
            "approve": lawyer.approving(request),
            "return": lawyer.returning(request),
            "hand over": lawyer.handing_over(request, other.person),
            "the clock": clock.look_at_the_clock,
        }[second]
        answered, done_too = at_once(editor.approving(request), act)
        now = Request.objects.select_related("workflow_state").get(pk=request.pk)
        article = Article.objects.get(pk=request.article_id)
        passed = {step.name for step in now.steps.all() if step.is_done}
        tasks = TaskState.objects.filter(workflow_state=now.workflow_state, status=TaskState.STATUS_IN_PROGRESS)
        assert tasks.count() == (1 if now.is_open else 0)
        if second != "the clock":
            assert has_done(done_too)
        if second == "approve":
            assert has_done(answered)
            assert article.live
            assert article.clearances.count() == 1
            assert passed == {"Team editors", "Legal"}
        else:
            assert not article.live
            assert passed == ({"Team editors"} if has_done(answered) else set())
            assert (now.workflow_state.status == RETURNED) == (second == "return")


@pytest.mark.parametrize("against", ["the same link", "the site", "edit"])
def test_a_link_from_a_mail_at_the_same_moment_decides_once_and_on_what_it_names(team, author, editors, against):
    editor, colleague = editors
    for _round in range(ROUNDS):
        request = asked(team, author.person)
        path = by_mail.path_for(editor.person, Request.objects.get(pk=request.pk), task_of(request))

        def follow(path=path):
            return Client().post(path, {"answer": "approve"}).status_code

        other = {
            "the same link": follow,
            "the site": colleague.returning(request),
            "edit": colleague.editing(request),
        }[against]
        by_link, answer = at_once(follow, other)
        if against == "the same link":
            assert sorted([by_link, answer]) == [200, 409]
        elif against == "the site":
            assert (by_link, has_done(answer)) in ((200, False), (409, True))
        else:
            assert has_done(answer)
        story_of(request)


def test_two_submissions_at_the_same_moment_make_one_request(team, author):
    other_tab = Browser(author.person)
    for _round in range(ROUNDS):
        page = make_draft(team, author.person)
        at_once(author.submitting(page), other_tab.submitting(page))
        assert Request.objects.open().filter(article_id=page.pk).count() == 1
        assert (
            TaskState.objects.filter(
                workflow_state__object_id=str(page.pk), status=TaskState.STATUS_IN_PROGRESS
            ).count()
            == 1
        )
