"""Publishing past approval: who may, for which words, and who hears of it."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision, WorkflowState
from wagtail.rich_text import RichText

from approvals.deciding import actions, emergency, reasons
from approvals.models import Request
from approvals.refusals import AlreadySettled, Refused
from blog.starting_points import prompts_for
from notifications.kinds import told
from notifications.models import Notification
from operations.due_pages import change_due_pages
from publishing.digest import content_digest
from publishing.gates import NotCleared, is_cleared
from publishing.models import Article, Clearance
from teams.changes import archive_team
from tests.factories.approvals import asked, communications, edit, said, send_back, task_of
from tests.factories.blog import make_draft, make_post
from tests.factories.notifications import deliver
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

from .test_races import at_once as all_at_once

pytestmark = pytest.mark.django_db

REASON = "The bridge is closed tonight."


def at_once(*calls):
    """Run the calls together; what each was refused with, or None."""

    def outcome(call):
        try:
            call()
        except PermissionDenied as refusal:
            return refusal
        return None

    return all_at_once(*(partial(outcome, call) for call in calls))


def html(response):
    return response.content.decode()


def address(article):
    return f"/approvals/emergency/{article.pk}/"


def seen(article) -> dict:
    revision = Article.objects.get(pk=article.pk).latest_revision
    return {"revision_id": revision.pk, "digest": content_digest(revision)}


def publish(by, article, reason=REASON, **changes):
    return emergency.publish_past_approval(by=by, article=article, reason=reason, **seen(article) | changes)


def lines(person):
    rows = list(Notification.objects.filter(person=person).order_by("pk"))
    return [item.sentence for item in told(person, rows)]


@pytest.fixture
def team():
    return make_team("Logistics", posting_policy="editors")


@pytest.fixture
def boss():
    return AdministratorFactory(first_name="Ingrid", last_name="Bakker")


@pytest.fixture
def request_(team):
    join(team, "editor")
    return asked(team, title="Two-week cycles")


# --- Who may --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["author", "member", "editor", "lead", "communications", "reader"])
def test_only_administrators_publish_past_approval(client, team, request_, who):
    people = {
        "author": lambda: request_.workflow_state.requested_by,
        "communications": communications,
        "reader": UserFactory,
    }
    person = people.get(who, lambda: join(team, who))()
    client.force_login(person)
    assert client.get(address(request_.article)).status_code == 404
    posted = client.post(address(request_.article), {"comment": REASON, **said(request_)})
    assert posted.status_code == 404
    with pytest.raises(PermissionDenied):
        publish(person, request_.article)
    assert not Article.objects.get(pk=request_.article_id).live
    if who in {"author", "editor", "lead"}:
        review = html(client.get(f"/approvals/{task_of(request_).pk}/"))
        assert "past approval" not in review


def test_an_administrator_publishes_from_the_review(client, request_, boss):
    client.force_login(boss)
    assert address(request_.article) in html(client.get(f"/approvals/{task_of(request_).pk}/"))
    page = html(client.get(address(request_.article)))
    assert "Two-week cycles" in page
    assert said(request_)["digest"] in page
    answer = client.post(address(request_.article), {"comment": REASON, **said(request_)}, follow=True)
    assert "is live" in html(answer)
    assert Article.objects.get(pk=request_.article_id).live


def test_the_editor_leads_administrators_there_for_a_page_that_was_never_submitted(client, team, boss):
    draft = make_draft(team, join(team, "author"), "New badges")
    client.force_login(boss)
    assert address(draft) in html(client.get(f"/admin/pages/{draft.pk}/edit/"))
    client.force_login(join(team, "editor"))
    assert address(draft) not in html(client.get(f"/admin/pages/{draft.pk}/edit/"))
    assert publish(boss, draft).live


def test_nothing_is_published_by_opening_the_page(client, request_, boss):
    client.force_login(boss)
    client.get(address(request_.article))
    client.head(address(request_.article))
    assert not Article.objects.get(pk=request_.article_id).live


@pytest.mark.parametrize(("reason", "sentence"), [("", "Say why"), ("  ", "Say why"), ("x" * 401, "400 characters")])
def test_it_takes_a_reason(client, request_, boss, reason, sentence):
    client.force_login(boss)
    response = client.post(address(request_.article), {"comment": reason, **said(request_)})
    assert response.status_code == 422
    assert sentence in html(response)
    with pytest.raises(Refused):
        publish(boss, request_.article, reason)
    assert not Article.objects.get(pk=request_.article_id).live


# --- Exactly these words, once ----------------------------------------------------------------------------------------


def test_words_that_changed_meanwhile_are_shown_again_and_the_reason_kept(client, team, request_, boss):
    before = said(request_)
    edit(request_.article.specific, join(team, "editor"), title="Edited meanwhile")
    client.force_login(boss)
    response = client.post(address(request_.article), {"comment": REASON, **before})
    assert response.status_code == 422
    page = html(response)
    assert "edited since you opened it (title)" in page
    assert "Edited meanwhile" in page
    assert REASON in page
    assert said(request_)["digest"] in page
    assert not Article.objects.get(pk=request_.article_id).live


@pytest.mark.parametrize("changes", [{"digest": ""}, {"digest": "é"}, {"digest": "0" * 64}, {"revision_id": "9" * 18}])
def test_odd_forms_publish_nothing_that_was_not_shown(client, request_, boss, changes):
    client.force_login(boss)
    response = client.post(address(request_.article), {"comment": REASON, **said(request_), **changes})
    if "revision_id" in changes:
        # The digest says what was looked at; the number is only for telling what changed.
        assert response.status_code == 302
        return
    assert response.status_code == 422
    assert not Article.objects.get(pk=request_.article_id).live


def test_it_vouches_for_one_version_and_once(team, request_, boss):
    page = publish(boss, request_.article)
    clearance = Clearance.objects.get(article=page)
    assert (clearance.gate, clearance.by, clearance.reason) == ("emergency", boss, REASON)
    assert (clearance.revision_id, clearance.digest) == (page.live_revision_id, content_digest(page.live_revision))
    for user in (boss, None):
        assert not is_cleared(page, page.live_revision, user)
    with pytest.raises(NotCleared):
        page.live_revision.publish(user=boss)
    later = edit(page.specific, join(team, "author"), title="Something else")
    with pytest.raises(NotCleared):
        later.publish(user=boss)


def test_a_refused_attempt_leaves_nothing_that_vouches(request_, boss, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Revision, "publish", broken)
    with pytest.raises(RuntimeError):
        publish(boss, request_.article)
    monkeypatch.undo()
    article = Article.objects.get(pk=request_.article_id)
    assert not is_cleared(article, article.latest_revision, boss)
    assert Request.objects.open().filter(pk=request_.pk).exists()
    assert not PageLogEntry.objects.filter(action="approvals.emergency").exists()


def test_what_is_live_already_says_so(client, request_, boss):
    publish(boss, request_.article)
    with pytest.raises(AlreadySettled):
        publish(boss, request_.article)
    client.force_login(boss)
    page = html(client.get(address(request_.article)))
    assert "This version is live already" in page
    assert "Publish without approval" not in page


def test_changes_to_a_live_page_go_live(team, boss):
    author = join(team, "author")
    post = make_post(team, author, "Where the keys are")
    edit(post, author, title="Where the new keys are")
    assert publish(boss, post).title == "Where the new keys are"


def test_an_archived_team_keeps_its_pages_as_they_are(client, team, request_, boss):
    archive_team(team=team, by=boss)
    client.force_login(boss)
    response = client.post(address(request_.article), {"comment": REASON, **said(request_)})
    assert response.status_code == 422
    assert "archived" in html(response)
    assert not Article.objects.get(pk=request_.article_id).live


def test_a_page_that_is_not_ready_stays_a_draft(client, team, boss):
    question = prompts_for("inform")[0].question
    draft = make_draft(team, join(team, "author"), "New badges", body=[("text", RichText(f"<p>{question}</p>"))])
    client.force_login(boss)
    response = client.post(address(draft), {"comment": REASON, **seen(draft)})
    assert response.status_code == 422
    assert "starting question still stands" in html(response)
    assert REASON in html(response)
    assert not Article.objects.get(pk=draft.pk).live


def test_who_may_publish_anyway_passes_nobody_by(boss):
    team = make_team(posting_policy="directly")
    join(team, "author", boss)
    draft = make_draft(team, boss, "New badges")
    with pytest.raises(Refused, match="in the editor"):
        publish(boss, draft)


def test_the_date_in_the_content_is_held_and_used_once(team, boss, monkeypatch):
    later = timezone.now() + timedelta(days=2)
    request = asked(team, title="New badges", go_live_at=later)
    page = publish(boss, request.article)
    assert not page.live
    revision = page.scheduled_revision
    assert is_cleared(page, revision, None)
    with pytest.raises(AlreadySettled):
        publish(boss, page)
    monkeypatch.setattr(timezone, "now", lambda: later + timedelta(minutes=1))
    assert change_due_pages() == 1
    page.refresh_from_db()
    assert page.live
    assert [each.by for each in page.clearances.order_by("pk")] == [boss, None]
    assert not is_cleared(page, revision, None)


# --- Who hears of it --------------------------------------------------------------------------------------------------


def test_authors_and_leads_are_told_why_and_those_who_were_asked_are_asked_no_more(team, boss):
    lead, editor = join(team, "lead"), join(team, "editor")
    request = asked(team, title="Two-week cycles")
    author = request.workflow_state.requested_by
    deliver()
    publish(boss, request.article)
    sentence = f"{boss} published “Two-week cycles” without approval: {REASON}"
    for person in (author, lead, editor):
        assert lines(person)[-1] == sentence
    mails = deliver()
    assert {sent.to[0] for sent in mails} == {author.email, lead.email}
    assert all(REASON in sent.body and sent.subject.startswith("Published without approval") for sent in mails)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED
    assert not Request.objects.awaiting(editor).exists()
    with pytest.raises(AlreadySettled):
        actions.approve(by=editor, task_state=task_of(request), **said(request))


def test_what_was_sent_back_can_be_published_too(team, boss):
    request = asked(team, title="Two-week cycles")
    send_back(join(team, "editor"), request)
    assert publish(boss, request.article).live
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED


def test_outsiders_who_were_asked_keep_no_title_of_a_closed_team(boss):
    team = make_team(posting_policy="communications", visibility="secret")
    comms, editor = communications(), join(team, "editor")
    request = asked(team, title="Two-week cycles")
    actions.approve(by=editor, task_state=task_of(request), **said(request))
    publish(boss, request.article)
    assert not any("Two-week" in line for line in lines(comms))
    assert any("Two-week" in line for line in lines(editor))


def test_it_stands_in_the_pages_history(client, request_, boss):
    publish(boss, request_.article)
    entry = PageLogEntry.objects.get(action="approvals.emergency")
    assert (entry.user, entry.data["reason"]) == (boss, REASON)
    assert entry.revision_id == request_.revision_id
    client.force_login(boss)
    assert "past approval" in html(client.get(f"/admin/pages/{request_.article_id}/history/"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_the_same_moment_publish_once():
    team = make_team(posting_policy="editors")
    bosses = [AdministratorFactory(), AdministratorFactory()]
    join(team, "editor")
    for _round in range(3):
        request = asked(team)
        shown, article = seen(request.article), request.article
        outcomes = at_once(
            *(
                partial(emergency.publish_past_approval, by=boss, article=article, reason=REASON, **shown)
                for boss in bosses
            )
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadySettled", "NoneType"]
        assert Clearance.objects.filter(article_id=request.article_id).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_approver_and_an_administrator_at_the_same_moment_publish_once():
    team, boss = make_team(posting_policy="editors"), AdministratorFactory()
    editor = join(team, "editor")
    for _round in range(3):
        request = asked(team)
        shown, task_state = said(request), task_of(request)
        outcomes = at_once(
            partial(emergency.publish_past_approval, by=boss, article=request.article, reason=REASON, **shown),
            partial(actions.approve, by=editor, task_state=task_state, **shown),
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadySettled", "NoneType"]
        assert Clearance.objects.filter(article_id=request.article_id).count() == 1
        assert Article.objects.get(pk=request.article_id).live


def test_who_comes_late_reads_who_published_it_past_approval(team, request_, boss):
    editor, task = join(team, "editor"), task_of(request_)
    publish(boss, request_.article)
    assert f"{boss} published this past approval" in reasons.why_not(editor, task)
