"""Pages go live and come down at their time, whatever the others do."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from home.models import HomePage
from operations.due_pages import change_due_pages
from operations.models import OverduePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheduled():
    """Makes a page that is to go live a minute ago. A plain kind of page: what an Article asks for is tested there."""
    home = HomePage.objects.first()

    def make(title, *, minutes=-1, number=0):
        page = home.add_child(instance=Page(title=title, slug=title.lower(), live=False))
        revision = page.save_revision()
        due = timezone.now() + timedelta(minutes=minutes, seconds=number)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=due)
        return page

    return make


@pytest.fixture
def broken(monkeypatch):
    """Publishing pages with one of these titles fails."""
    titles = set()
    publish = Revision.publish

    def publish_unless_broken(revision, **kwargs):
        if revision.object_str in titles:
            publish(revision, **kwargs)
            raise RuntimeError("A receiver failed.")
        return publish(revision, **kwargs)

    monkeypatch.setattr(Revision, "publish", publish_unless_broken)
    return titles


def live(page):
    return Page.objects.get(pk=page.pk).live


def test_a_due_page_goes_live_and_one_for_later_does_not(scheduled):
    due, later = scheduled("Due"), scheduled("Later", minutes=5)
    assert change_due_pages() == 1
    assert live(due)
    assert not live(later)
    assert change_due_pages() == 0


def test_a_failing_page_keeps_no_other_waiting_and_is_left_as_it_was(scheduled, broken):
    bad, good = scheduled("Bad", minutes=-2), scheduled("Good")
    broken.add("Bad")
    assert change_due_pages() == 1
    assert live(good)
    assert not live(bad)
    report = OverduePage.objects.get()
    assert (report.title, report.page_id, report.change) == ("Bad", bad.pk, OverduePage.Change.PUBLISH)
    assert report.last_error == "RuntimeError: A receiver failed."


def test_a_failing_page_is_tried_again_after_a_pause_until_it_works(scheduled, broken):
    bad = scheduled("Bad")
    broken.add("Bad")
    change_due_pages()
    change_due_pages()
    assert OverduePage.objects.get().attempts == 1  # not before its pause is over
    OverduePage.objects.update(next_at=timezone.now())
    change_due_pages()
    assert OverduePage.objects.get().attempts == 2
    broken.clear()
    OverduePage.objects.update(next_at=timezone.now())
    assert change_due_pages() == 1
    assert live(bad)
    assert not OverduePage.objects.exists()


def test_a_page_that_is_no_longer_scheduled_is_no_longer_reported(scheduled, broken):
    scheduled("Bad")
    broken.add("Bad")
    change_due_pages()
    Revision.objects.update(approved_go_live_at=None)
    change_due_pages()
    assert not OverduePage.objects.exists()


def test_a_page_comes_down_when_it_expires_and_says_so():
    page = HomePage.objects.first().add_child(
        instance=Page(title="Old", slug="old", expire_at=timezone.now() - timedelta(minutes=1))
    )
    assert change_due_pages() == 1
    page.refresh_from_db()
    assert not page.live
    assert page.expired


def test_a_server_that_was_off_for_days_catches_up(scheduled):
    pages = [scheduled(f"Page{number}", minutes=-4000, number=number) for number in range(3)]
    assert change_due_pages() == 3
    assert all(live(page) for page in pages)


def test_a_receiver_that_fails_after_publishing_does_not_leave_half_a_publication(scheduled):
    bad = scheduled("Bad")

    def fail(sender, **kwargs):
        raise RuntimeError("no")

    page_published.connect(fail)
    try:
        assert change_due_pages() == 0
    finally:
        page_published.disconnect(fail)
    assert not live(bad)
