"""Nothing goes live that no gate vouches for."""

import datetime

import pytest
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from operations import worker
from publishing.gates import NotCleared
from tests.approvals.test_doors import posted
from tests.factories.blog import make_draft
from tests.factories.people import AdministratorFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def test_an_author_publishes_their_own_page_where_the_policy_is_directly():
    team = make_team(posting_policy="directly")
    author = join(team, "author")
    page = make_draft(team, author)
    page.latest_revision.publish(user=author)
    page.refresh_from_db()
    assert page.live
    assert page.published is not None
    assert page.clearances.get().gate == "directly"


def test_publishing_in_the_editor_goes_the_same_way(as_person):
    """Wagtail's editor runs its action without asking the page."""
    team = make_team(posting_policy="directly")
    author = join(team, "author")
    page = make_draft(team, author)
    response = as_person(author).post(
        f"/admin/pages/{page.pk}/edit/", posted(page, title="Zeppelin", **{"action-publish": "1"})
    )
    assert response.status_code == 302
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "Zeppelin")
    assert page.published is not None
    assert page.clearances.get().gate == "directly"
    worker.drain()
    assert "Zeppelin" in as_person(join(team, "member")).get("/search/?q=zeppelin").content.decode()


def test_publishing_later_in_the_editor_holds_the_date_and_is_vouched_for(as_person):
    team = make_team(posting_policy="directly")
    author = join(team, "author")
    page = make_draft(team, author)
    tomorrow = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    as_person(author).post(
        f"/admin/pages/{page.pk}/edit/", posted(page, go_live_at=tomorrow, **{"action-publish": "1"})
    )
    page.refresh_from_db()
    assert not page.live
    assert page.approved_schedule
    assert page.clearances.get().gate == "directly"


def test_the_action_by_itself_publishes_nothing_that_no_gate_vouches_for():
    team = make_team(posting_policy="editors")
    author = join(team, "author")
    page = make_draft(team, author)
    action = PublishPageRevisionAction(page.latest_revision, user=AdministratorFactory())
    with pytest.raises(NotCleared):
        action.execute(skip_permission_checks=True)
    page.refresh_from_db()
    assert not page.live


def test_nobody_publishes_another_authors_page_directly():
    team = make_team(posting_policy="directly")
    page = make_draft(team, join(team, "author"))
    with pytest.raises(NotCleared):
        page.latest_revision.publish(user=join(team, "author"))
    page.refresh_from_db()
    assert not page.live


@pytest.mark.parametrize("policy", ["editors", "communications"])
def test_no_author_publishes_where_somebody_must_approve(policy):
    team = make_team(posting_policy=policy)
    author = join(team, "author")
    page = make_draft(team, author)
    with pytest.raises(NotCleared):
        page.latest_revision.publish(user=author)


def test_publishing_an_old_revision_does_not_bring_back_an_old_audience():
    team = make_team(posting_policy="directly")
    author = join(team, "author")
    page = make_draft(team, author)
    old = page.latest_revision
    type(page).objects.filter(pk=page.pk).update(comment_count=7)
    team.visibility = "closed"
    team.save()
    from publishing.placement import follow_visibility

    follow_visibility(team)
    old.publish(user=author)
    page.refresh_from_db()
    assert page.audience_id == team.readers_id
    assert page.comment_count == 7
