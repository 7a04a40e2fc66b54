"""A page that moves follows the rules of the team it comes into."""

import datetime

import pytest
from django.utils import timezone
from wagtail.actions.move_page import MovePageAction

from blog.rooms import blog_of
from publishing.models import Article
from tests.factories.blog import make_draft, make_post
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def mover(administrator):
    return administrator


def move(page, team, by):
    MovePageAction(page, blog_of(team), pos="last-child", user=by).execute(skip_permission_checks=True)
    return type(page).objects.get(pk=page.pk)


def test_a_moved_page_is_read_by_whoever_reads_its_new_team(mover, reader):
    page = make_post(make_team(), mover, "Open at first")
    assert Article.objects.visible_to(reader).filter(pk=page.pk).exists()
    closed = make_team(visibility="closed")
    moved = move(page, closed, mover)
    assert moved.team == closed
    assert moved.audience_id == closed.readers_id
    assert not Article.objects.visible_to(reader).filter(pk=page.pk).exists()


def test_a_live_page_becomes_a_draft_in_a_team_that_asks_more_people(mover):
    page = make_post(make_team(posting_policy="directly"), mover)
    assert not move(page, make_team(posting_policy="editors"), mover).live


def test_a_live_page_stays_live_in_a_team_that_asks_no_more(mover):
    page = make_post(make_team(posting_policy="communications"), mover)
    assert move(page, make_team(posting_policy="editors"), mover).live


def test_a_schedule_ends_in_a_team_that_asks_more_people():
    team = make_team(posting_policy="directly")
    author = join(team, "author")
    page = make_draft(team, author, go_live_at=timezone.now() + datetime.timedelta(days=2))
    page.latest_revision.publish(user=author)
    assert page.revisions.filter(approved_go_live_at__isnull=False).exists()
    moved = move(page, make_team(posting_policy="editors"), author)
    assert not moved.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_copy_is_a_draft(mover):
    page = make_post(make_team(posting_policy="directly"), mover)
    copy = page.copy(to=blog_of(make_team(visibility="secret")), user=mover)
    assert not copy.live
    assert copy.audience_id == copy.team.readers_id
