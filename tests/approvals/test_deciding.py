"""A request from submission to its end."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from approvals.deciding import actions
from approvals.models import Decision, Request
from approvals.refusals import AlreadySettled, ContentMoved, NotAsked, Refused
from tests.factories.approvals import approve, asked, communications, edit, said, send_back, task_of
from tests.factories.blog import make_draft, make_post
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def test_an_approved_page_is_live_in_the_words_that_were_approved(team):
    request = asked(team, title="Depots")
    editor = join(team, "editor")
    approve(editor, request, remark="Well put.")
    page = fresh(request.article.specific)
    assert page.live
    assert page.live_revision_id == Request.objects.get(pk=request.pk).revision_id
    assert not page.has_unpublished_changes
    clearance = page.clearances.get()
    assert (clearance.gate, clearance.by, clearance.reference) == ("approved", editor, f"request:{request.pk}")
    decision = Decision.objects.get()
    assert (decision.person, decision.reason, decision.is_approval) == (editor, "Well put.", True)


def test_both_steps_must_say_yes_where_communications_approves_too():
    team = make_team(posting_policy="communications")
    request = asked(team)
    editor, comms = join(team, "editor"), communications()
    approve(editor, request)
    assert not fresh(request.article).live
    assert Request.objects.awaiting(comms).exists()
    approve(comms, request)
    assert fresh(request.article).live
    assert fresh(request.article).clearances.get().by == comms


def test_what_is_sent_back_waits_for_its_author_with_the_reason(team):
    request = asked(team)
    send_back(join(team, "editor"), request, "Say who decides.")
    request.workflow_state.refresh_from_db()
    assert request.workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert Decision.objects.get().reason == "Say who decides."
    assert TaskState.objects.get().comment == "Say who decides."
    assert not fresh(request.article).live


def test_sending_back_needs_a_reason(team):
    request = asked(team)
    with pytest.raises(Refused, match="should change"):
        send_back(join(team, "editor"), request, "   ")
    assert not Decision.objects.exists()


def test_what_comes_back_after_changes_goes_to_who_asked_for_them_first():
    team = make_team(posting_policy="communications")
    request = asked(team)
    editor, comms = join(team, "editor"), communications()
    approve(editor, request)
    send_back(comms, request)
    author = request.workflow_state.requested_by
    edit(request.article.specific, author, title="Better")
    again = actions.submit(by=author, article=request.article)
    assert again.pk == request.pk
    assert again.step_name == "Communications"
    approve(comms, again)
    assert not fresh(request.article).live, "the editor said yes to other words"
    assert Request.objects.get(pk=request.pk).step_name == "Team editors"
    approve(editor, again)
    assert fresh(request.article).title == "Better"


def test_a_request_can_be_withdrawn_and_made_again(team):
    request = asked(team)
    author = request.workflow_state.requested_by
    join(team, "editor")
    actions.withdraw(by=author, article=request.article)
    assert not Request.objects.open().exists()
    assert actions.submit(by=author, article=request.article).pk != request.pk


def test_only_who_asked_or_writes_the_page_withdraws_it(team):
    request = asked(team)
    for stranger in (join(team, "editor"), join(team, "author"), UserFactory()):
        with pytest.raises(PermissionDenied):
            actions.withdraw(by=stranger, article=request.article)


def test_nobody_submits_twice(team):
    request = asked(team)
    with pytest.raises(AlreadySettled):
        actions.submit(by=request.workflow_state.requested_by, article=request.article)


def test_strangers_submit_nothing(team):
    page = make_draft(team, join(team, "author"))
    for stranger in (join(team, "author"), join(team, "member"), UserFactory()):
        with pytest.raises(PermissionDenied):
            actions.submit(by=stranger, article=page)


def test_nobody_is_asked_where_authors_publish_directly():
    team = make_team(posting_policy="directly")
    author = join(team, "author")
    with pytest.raises(Refused, match="publish their own"):
        actions.submit(by=author, article=make_draft(team, author))


def test_the_second_of_two_approvers_is_told_who_was_quicker(team):
    request = asked(team)
    first, second = join(team, "editor"), join(team, "editor")
    task, told = task_of(request), said(request)
    approve(first, request)
    with pytest.raises(AlreadySettled, match=f"{first} approved this just now"):
        actions.return_for_changes(by=second, task_state=task, reason="No", **told)
    assert Decision.objects.count() == 1


def test_a_decision_on_other_words_is_refused_and_names_what_changed(team):
    request = asked(team)
    mender, editor = join(team, "editor"), join(team, "editor")
    told = said(request)
    edit(request.article.specific, mender, title="Other", summary="New")
    with pytest.raises(ContentMoved, match="title, summary"):
        actions.approve(by=editor, task_state=task_of(request), **told)
    approve(editor, request)
    assert fresh(request.article).title == "Other"


def test_saving_the_same_words_again_changes_nothing_for_an_approver(team):
    request = asked(team)
    told = said(request)
    editor = join(team, "editor")
    edit(request.article.specific, editor)
    actions.approve(by=editor, task_state=task_of(request), **told)
    page = fresh(request.article)
    assert page.live
    assert not page.has_unpublished_changes


def test_an_edit_between_the_steps_drops_the_approvals_given():
    team = make_team(posting_policy="communications")
    request = asked(team)
    editor, other, comms = join(team, "editor"), join(team, "editor"), communications()
    approve(editor, request)
    edit(request.article.specific, comms, title="Changed by Communications")
    now = Request.objects.get(pk=request.pk)
    assert now.step_name == "Team editors"
    assert not Request.objects.awaiting(comms).exists()
    approve(other, request)
    with pytest.raises(NotAsked):
        approve(comms, request)
    approve(communications(), request)
    assert fresh(request.article).title == "Changed by Communications"


def test_saving_the_same_words_between_the_steps_keeps_the_approvals():
    team = make_team(posting_policy="communications")
    request = asked(team)
    comms = communications()
    approve(join(team, "editor"), request)
    edit(request.article.specific, comms)
    approve(comms, request)
    assert fresh(request.article).live


def test_going_back_to_words_that_were_approved_once_needs_approval_again():
    team = make_team(posting_policy="communications")
    request = asked(team, title="First words")
    editor, mender = join(team, "editor"), join(team, "editor")
    approve(editor, request)
    edit(request.article.specific, mender, title="Second words")
    edit(request.article.specific, mender, title="First words")
    assert Request.objects.get(pk=request.pk).step_name == "Team editors"


def test_a_submitted_revision_is_never_overwritten_by_an_autosave(team):
    author = join(team, "author")
    page = make_draft(team, author)
    kept = page.latest_revision
    actions.submit(by=author, article=page)
    draft = kept.as_object()
    draft.title = "Typed later"
    made = draft.save_revision(user=author, overwrite_revision=kept)
    kept.refresh_from_db()
    assert made.pk != kept.pk
    assert kept.content["title"] != "Typed later"


def test_what_went_live_is_never_overwritten_either(team):
    request = asked(team)
    author = request.workflow_state.requested_by
    approve(join(team, "editor"), request)
    live = fresh(request.article).live_revision
    draft = live.as_object()
    draft.title = "From a tab that was open all the time"
    assert draft.save_revision(user=author, overwrite_revision=live).pk != live.pk


def test_what_cannot_go_live_is_not_decided_either(team):
    request = asked(team, title="One", slug="one")
    editor = join(team, "editor")
    taken = make_post(team, join(team, "author"), "Two")
    type(taken).objects.filter(pk=taken.pk).update(slug="one")
    type(taken).objects.filter(pk=request.article_id).update(slug="one-for-now")
    with pytest.raises(ValidationError):
        approve(editor, request)
    assert not Decision.objects.exists()
    assert Request.objects.awaiting(editor).exists()
    assert not fresh(request.article).live


def test_a_page_that_lacks_what_readers_need_cannot_be_submitted(team):
    author = join(team, "author")
    page = make_draft(team, author)
    page.summary = ""
    page.save_revision(user=author, clean=False)
    with pytest.raises(ValidationError):
        actions.submit(by=author, article=page)
    assert not Request.objects.exists()


def test_an_archived_team_decides_nothing(team):
    request = asked(team)
    editor = join(team, "editor")
    team.archived_at = timezone.now()
    team.save()
    with pytest.raises(NotAsked, match="archived"):
        approve(editor, request)


def test_an_approved_page_waits_for_its_time_and_then_goes_live_by_nobody(team):
    request = asked(team, go_live_at=timezone.now() + timedelta(hours=1))
    approve(join(team, "editor"), request)
    page = fresh(request.article)
    assert not page.live
    revision = page.scheduled_revision
    go = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = go.isoformat()
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=go)
    revision.refresh_from_db()
    from unittest.mock import patch

    later = timezone.now() + timedelta(hours=2)
    with patch("wagtail.actions.publish_revision.timezone.now", return_value=later):
        revision.publish(log_action="wagtail.publish.scheduled")
    page = fresh(request.article)
    assert page.live
    last = page.clearances.last()
    assert (last.gate, last.by, last.reference) == ("approved", None, f"request:{request.pk}")


def test_an_administrator_decides_only_as_a_member_of_the_step(team):
    request = asked(team)
    join(team, "editor")
    administrator = AdministratorFactory()
    with pytest.raises(NotAsked):
        approve(administrator, request)
    join(team, "editor", administrator)
    approve(administrator, request)
    assert fresh(request.article).live
