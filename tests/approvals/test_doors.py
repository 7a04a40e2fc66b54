"""Every path to live, tried with what nobody approved, and Wagtail's own screens."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from approvals.deciding import actions
from approvals.models import Decision, Request
from publishing.gates import NotCleared
from tests.factories.approvals import approve, asked, communications, edit, said, send_back, task_of
from tests.factories.blog import make_draft
from tests.factories.people import AdministratorFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def posted(page, **more):
    """What the editor sends for a post."""
    people = [{"person": a.person_id, "id": a.pk or ""} for a in page.authorships.all()]
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "purpose": page.purpose,
        "wished_by": "",
        "lead_alt": "",
        "outcome": "",
        "tags": "",
        "body-count": "0",
        "authorships": inline_formset(people, initial=len([a for a in people if a["id"]])),
        "citations": inline_formset([]),
        "comments": inline_formset([]),
        "go_live_at": "",
        "expire_at": "",
        "comment_notifications": "",
    }
    return nested_form_data(data | more)


def words(response):
    return " ".join(str(message) for message in response.context["messages"]) if response.context else ""


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.mark.parametrize("who", ["author", "editor", "lead", "administrator", "communications"])
def test_nobody_publishes_by_hand_what_nobody_approved(team, author, who):
    page = make_draft(team, author)
    people = {"author": author, "administrator": AdministratorFactory(), "communications": communications()}
    person = people.get(who) or join(team, who)
    with pytest.raises(NotCleared):
        page.latest_revision.publish(user=person)
    assert not fresh(page).live


@pytest.mark.parametrize("who", ["author", "editor", "administrator"])
def test_publishing_by_hand_in_the_editor_keeps_a_draft_and_says_why(client, team, author, who):
    page = make_draft(team, author)
    person = {"author": author, "administrator": AdministratorFactory()}.get(who) or join(team, who)
    client.force_login(person)
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        posted(page, title="Straight to live", **{"action-publish": "1"}),
        follow=True,
    )
    assert response.status_code == 200
    assert "goes live when it is approved" in words(response)
    assert not fresh(page).live
    assert fresh(page).latest_revision.content["title"] == "Straight to live"


def test_publishing_by_hand_a_new_page_keeps_a_draft_and_says_why(client, team, author):
    from blog.rooms import blog_of

    client.force_login(author)
    address = reverse("wagtailadmin_pages:add", args=["blog", "blogpostpage", blog_of(team).pk])
    page = make_draft(team, author)
    data = posted(page, title="Brand new", slug="brand-new", **{"action-publish": "1"})
    data["authorships-INITIAL_FORMS"] = "0"
    data["authorships-0-id"] = ""
    response = client.post(address, data, follow=True)
    assert response.status_code == 200
    assert "goes live when it is approved" in words(response)
    assert not type(page).objects.get(slug="brand-new").live


@pytest.mark.parametrize("who", ["author", "editor", "administrator"])
def test_publishing_in_bulk_publishes_nothing_unapproved(client, team, author, who):
    page = make_draft(team, author)
    client.force_login({"author": author, "administrator": AdministratorFactory()}.get(who) or join(team, who))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
    response = client.post(address, {"include_descendants": "on"}, follow=True)
    assert response.status_code in (200, 403, 404)
    assert not fresh(page).live


def test_finishing_the_workflow_around_the_actions_publishes_nothing(team, author):
    request = asked(team, author)
    editor = join(team, "editor")
    with pytest.raises(PermissionDenied):
        TaskState.objects.get().approve(user=editor)
    assert not fresh(request.article).live
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    with pytest.raises(PermissionDenied):
        WorkflowState.objects.get().finish(user=editor)
    assert not fresh(request.article).live


def test_going_around_the_first_step_leads_nowhere():
    team = make_team(posting_policy="communications")
    request = asked(team)
    editor = join(team, "editor")
    with pytest.raises(PermissionDenied):
        TaskState.objects.get().approve(user=editor)
    now = Request.objects.get(pk=request.pk)
    assert now.is_open
    assert now.step_name == "Team editors"
    assert not fresh(request.article).live


def test_a_revision_that_nobody_approved_is_not_published_by_the_clock(team, author):
    page = make_draft(team, author)
    revision = page.latest_revision
    revision.approved_go_live_at = "2020-01-01T00:00:00Z"
    revision.save()
    with pytest.raises(NotCleared):
        revision.publish(log_action="wagtail.publish.scheduled")
    assert not fresh(page).live


def test_an_approved_revision_is_published_once_and_not_again_by_hand(team, author):
    request = asked(team, author)
    editor = join(team, "editor")
    approve(editor, request)
    page = fresh(request.article.specific)
    page.unpublish()
    for person in (editor, author, None):
        with pytest.raises(NotCleared):
            page.latest_revision.publish(user=person)


def test_an_approval_does_not_cover_what_was_written_after_it(team, author):
    request = asked(team, author)
    editor = join(team, "editor")
    approve(editor, request)
    later = edit(request.article.specific, author, title="After approval")
    for person in (editor, author, None):
        with pytest.raises(NotCleared):
            later.publish(user=person)


# --- Wagtail's screens ----------------------------------------------------------------------------------------------


def test_submitting_in_the_editor_asks_and_says_whom(client, team, author):
    page = make_draft(team, author)
    editor = join(team, "editor")
    client.force_login(author)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert f"Submit for approval by {editor}" in client.get(address).content.decode()
    response = client.post(address, posted(page, **{"action-submit": "1"}), follow=True)
    assert f"Asked now: {editor}" in words(response)
    assert Request.objects.awaiting(editor).exists()


def test_the_editor_offers_no_publishing_where_somebody_must_approve(client, team, author):
    page = make_draft(team, author)
    for person in (author, join(team, "lead"), AdministratorFactory()):
        client.force_login(person)
        html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert 'name="action-publish"' not in html
        assert 'name="action-submit"' in html


def test_resubmitting_in_the_editor_goes_to_who_asked_for_changes(client):
    team = make_team(posting_policy="communications")
    request = asked(team)
    author = request.workflow_state.requested_by
    approve(join(team, "editor"), request)
    send_back(communications(), request)
    page = fresh(request.article.specific)
    client.force_login(author)
    client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        posted(page, title="Better", **{"action-submit": "1"}),
    )
    again = Request.objects.get(pk=request.pk)
    assert again.is_open
    assert again.step_name == "Communications"


def test_withdrawing_in_the_editor_keeps_a_draft(client, team, author):
    request = asked(team, author)
    page = fresh(request.article.specific)
    client.force_login(author)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Withdraw from approval" in client.get(address).content.decode()
    response = client.post(address, posted(page, **{"action-cancel-workflow": "1"}), follow=True)
    assert "withdrawn" in words(response)
    assert not Request.objects.unsettled().exists()


def test_the_author_does_not_change_what_is_asked_about(client, team, author):
    request = asked(team, author)
    page = fresh(request.article.specific)
    client.force_login(author)
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page, title="Slipped in"))
    assert fresh(page).latest_revision.content["title"] == page.draft_title


def decide_in_cms(client, request, action, comment="", **changes):
    task = task_of(request)
    address = reverse("wagtailadmin_pages:workflow_action", args=[request.article_id, action, task.pk])
    return client.post(address, {"comment": comment, **said(request), **changes}, follow=True)


def test_wagtails_own_screen_approves(client, team):
    request = asked(team)
    client.force_login(join(team, "editor"))
    address = reverse("wagtailadmin_pages:workflow_action", args=[request.article_id, "approve", task_of(request).pk])
    assert request.digest in json.loads(client.get(address, HTTP_X_REQUESTED_WITH="XMLHttpRequest").content)["html"]
    decide_in_cms(client, request, "approve")
    assert fresh(request.article).live
    assert Decision.objects.get().is_approval


def test_wagtails_own_screen_sends_back_with_a_reason_only(client, team):
    request = asked(team)
    client.force_login(join(team, "editor"))
    assert "Say what should change" in words(decide_in_cms(client, request, "reject"))
    assert not Decision.objects.exists()
    decide_in_cms(client, request, "reject", "Name the depot.")
    assert Decision.objects.get().reason == "Name the depot."


def test_wagtails_own_screen_refuses_a_stale_tab(client, team):
    request = asked(team)
    client.force_login(join(team, "editor"))
    response = decide_in_cms(client, request, "approve", digest="0" * 64)
    assert "edited since you opened it" in words(response)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("changes", [{"digest": ""}, {"digest": "x" * 64}, {"revision_id": "one"}])
def test_wagtails_own_screen_refuses_a_decision_on_nothing(client, team, changes):
    request = asked(team)
    client.force_login(join(team, "editor"))
    decide_in_cms(client, request, "approve", **changes)
    assert not Decision.objects.exists()


def test_wagtails_own_screen_refuses_those_who_are_not_asked(client, team):
    request = asked(team)
    join(team, "editor")
    for person in (request.workflow_state.requested_by, AdministratorFactory(), join(team, "author")):
        client.force_login(person)
        assert decide_in_cms(client, request, "approve").status_code in (200, 403, 404)
        assert not Decision.objects.exists()


def test_wagtails_own_screen_tells_who_was_quicker(client, team):
    request = asked(team)
    first, second = join(team, "editor"), join(team, "editor")
    task = task_of(request)
    approve(first, request)
    client.force_login(second)
    address = reverse("wagtailadmin_pages:workflow_action", args=[request.article_id, "approve", task.pk])
    assert f"{first} approved this" in words(client.post(address, said(request), follow=True))


def test_a_decision_on_one_page_cannot_be_made_through_the_address_of_another(client, team):
    mine, other_team = asked(team), make_team(posting_policy="editors")
    foreign = asked(other_team)
    join(other_team, "editor")
    client.force_login(join(team, "editor"))
    address = reverse("wagtailadmin_pages:workflow_action", args=[mine.article_id, "approve", task_of(foreign).pk])
    client.post(address, said(foreign))
    assert not Decision.objects.exists()


def edit_and_decide(client, request, extra, **changes):
    page = fresh(request.article.specific)
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        posted(
            page.get_latest_revision_as_object(),
            **{
                "action-workflow-action": "true",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": extra,
            },
            **changes,
        ),
        follow=True,
    )


def test_approving_from_the_editor_without_a_change_approves(client, team):
    request = asked(team)
    client.force_login(join(team, "editor"))
    edit_and_decide(client, request, json.dumps({"comment": "", **said(request)}))
    assert fresh(request.article).live


def test_changing_and_approving_at_once_keeps_the_change_and_refuses_the_approval(client, team):
    request = asked(team)
    client.force_login(join(team, "editor"))
    response = edit_and_decide(client, request, json.dumps({"comment": "", **said(request)}), title="Mine now")
    assert "Your changes are saved" in words(response)
    assert not Decision.objects.exists()
    assert fresh(request.article).latest_revision.content["title"] == "Mine now"
    assert Request.objects.get(pk=request.pk).revision_id == fresh(request.article).latest_revision_id


@pytest.mark.parametrize("extra", ["", "{", "[]", '{"digest": []}', '{"revision_id": {"a": 1}, "digest": "0"}', "null"])
def test_odd_extra_data_in_the_editor_is_refused_in_words(client, team, extra):
    request = asked(team)
    client.force_login(join(team, "editor"))
    response = edit_and_decide(client, request, extra)
    assert response.status_code == 200
    assert not Decision.objects.exists()


def test_an_approver_who_mends_is_not_shut_out_in_the_middle_of_a_word(client):
    team = make_team(posting_policy="communications", visibility="closed")
    editor, comms = join(team, "editor"), communications()
    request = asked(team)
    approve(editor, request)
    client.force_login(comms)
    address = reverse("wagtailadmin_pages:edit", args=[request.article_id])
    for title in ("Mended", "Mended once more"):
        page = fresh(request.article.specific)
        draft = page.get_latest_revision_as_object()
        assert client.post(address, posted(draft, title=title)).status_code == 302
        assert fresh(page).draft_title == title
    assert Request.objects.awaiting(editor).exists()
    assert not Request.objects.awaiting(comms).exists()


def test_a_page_that_is_asked_about_can_be_deleted_with_its_request(team, author):
    request = asked(team, author)
    send_back(join(team, "editor"), request)
    fresh(request.article.specific).delete()
    assert not Request.objects.exists()
    assert not WorkflowState.objects.exists()


def test_a_copy_of_what_is_asked_about_is_nobodys_request(team, author):
    request = asked(team, author)
    page = fresh(request.article.specific)
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, user=author)
    assert not copy.live
    assert Request.objects.get().article_id == page.pk


# --- Policies and routes --------------------------------------------------------------------------------------------


def change_policy(team, policy):
    from teams.signals import policy_changed

    team.posting_policy = policy
    team.save()
    policy_changed.send(sender=type(team), team=team, by=AdministratorFactory())


def test_a_stricter_policy_adds_its_steps_to_what_is_running():
    team = make_team(posting_policy="editors")
    request = asked(team)
    change_policy(team, "communications")
    now = Request.objects.open().get()
    editor, comms = join(team, "editor"), communications()
    approve(editor, now)
    assert not fresh(request.article).live
    approve(comms, now)
    assert fresh(request.article).live


def test_a_laxer_policy_lets_what_is_running_go_on():
    team = make_team(posting_policy="communications")
    request = asked(team)
    editor, comms = join(team, "editor"), communications()
    approve(editor, request)
    change_policy(team, "directly")
    assert Request.objects.open().get().pk == request.pk
    assert not fresh(request.article).live
    approve(comms, request)
    assert fresh(request.article).live


def test_what_was_scheduled_under_a_laxer_policy_is_asked_about_again():
    from datetime import timedelta

    from django.utils import timezone

    team = make_team(posting_policy="editors")
    request = asked(team, go_live_at=timezone.now() + timedelta(days=1))
    approve(join(team, "editor"), request)
    assert fresh(request.article).scheduled_revision
    change_policy(team, "communications")
    assert not fresh(request.article).scheduled_revision
    assert Request.objects.open().get().article_id == request.article_id


def test_what_came_back_under_a_laxer_policy_is_submitted_on_the_stricter_route(team):
    request = asked(team)
    send_back(join(team, "editor"), request)
    change_policy(team, "communications")
    again = actions.submit(by=request.workflow_state.requested_by, article=request.article)
    assert [step.name for step in again.steps.all()] == ["Team editors", "Communications"]


def test_wagtails_stock_workflow_is_gone():
    from wagtail.models import GroupApprovalTask, Workflow

    assert list(Workflow.objects.values_list("name", flat=True)) == ["Approval"]
    assert not GroupApprovalTask.objects.exists()


def test_a_team_hangs_on_the_route_of_its_policy():
    from wagtail.models import WorkflowPage

    team = make_team(posting_policy="communications")
    assert WorkflowPage.objects.get(page=team.page).workflow.name == "Approval"
    change_policy(team, "directly")
    assert not WorkflowPage.objects.filter(page=team.page).exists()
