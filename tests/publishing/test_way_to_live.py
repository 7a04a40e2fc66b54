"""Nothing goes live that no gate vouches for."""

import pytest

from publishing.gates import NotCleared
from tests.factories.blog import make_draft
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
