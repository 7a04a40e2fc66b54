"""A page that moves follows the rules of the team it comes into."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

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


def test_the_mover_is_asked_first_when_others_would_read_it(as_person, mover):
    page = make_post(make_team(posting_policy="directly"), mover)
    closed = make_team("Payroll", visibility="closed", posting_policy="editors")
    text = as_person(mover).get(f"/admin/pages/{page.pk}/move/{blog_of(closed).pk}/confirm/").content.decode()
    assert "Now everybody who is signed in can read this. After the move it will be the members of Payroll" in text
    assert "Payroll approves pages before they go live, so this one becomes a draft there." in text


def test_a_move_that_changes_nothing_for_readers_asks_nothing(as_person, mover):
    page = make_post(make_team(), mover)
    text = as_person(mover).get(f"/admin/pages/{page.pk}/move/{blog_of(make_team()).pk}/confirm/").content.decode()
    assert "After the move" not in text


def test_whoever_copies_is_told_who_reads_it_now_and_afterwards(as_person, mover):
    closed = make_team("Payroll", visibility="closed")
    page = make_post(closed, mover, "Night rates")
    client = as_person(mover)
    assert "This page: the members of Payroll." in client.get(f"/admin/pages/{page.pk}/copy/").content.decode()
    sent = {"new_title": "Night rates", "new_slug": "night-rates", "new_parent_page": blog_of(make_team()).pk}
    told = client.post(f"/admin/pages/{page.pk}/copy/", sent, follow=True).content.decode()
    assert "Other people can read the copy: everybody who is signed in." in told


@pytest.mark.parametrize("wish", ["alias", "publish_copies"])
def test_no_wish_of_the_form_for_copies_puts_one_live(as_person, mover, wish):
    """Wagtail offers both to whoever may publish there."""
    there = make_team(posting_policy="directly")
    join(there, "author", mover)
    page = make_post(make_team(posting_policy="directly"), mover, "Night rates")
    join(page.team, "author", mover)
    sent = {"new_title": "Again", "new_slug": "again", "new_parent_page": blog_of(there).pk, wish: "on"}
    client = as_person(mover)
    assert f'name="{wish}"' not in client.get(f"/admin/pages/{page.pk}/copy/").content.decode()
    client.post(f"/admin/pages/{page.pk}/copy/", sent)
    copy = Article.objects.get(slug="again")
    assert (copy.live, copy.alias_of) == (False, None)


def test_no_page_is_mirrored_by_whatever_runs_the_action(mover):
    """A mirrored page would go live with its original, and nobody would be asked."""
    page = make_post(make_team(posting_policy="directly"), mover)
    join(page.team, "author", mover)
    for mirrored in (page, page.get_parent()):
        with pytest.raises(PermissionDenied):
            CreatePageAliasAction(mirrored, recursive=True, update_slug="mirrored", user=mover).execute(
                skip_permission_checks=True
            )
    with pytest.raises(PermissionDenied):
        page.create_alias(user=mover)
    assert not Page.objects.exclude(alias_of=None).exists()


def test_a_copy_is_a_draft(mover):
    page = make_post(make_team(posting_policy="directly"), mover)
    copy = page.copy(to=blog_of(make_team(visibility="secret")), user=mover)
    assert not copy.live
    assert copy.audience_id == copy.team.readers_id
