"""Times are read and shown in the time zone of the person who looks, in the CMS too."""

import datetime

import pytest

from tests.core.test_cms_wall import page_form
from tests.factories.blog import make_draft
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def test_the_cms_shows_a_schedule_in_the_authors_own_time_zone(as_person):
    team = make_team()
    author = join(team, "author", UserFactory(time_zone="Asia/Kolkata"))
    page = make_draft(team, author, go_live_at=datetime.datetime(2030, 1, 1, 6, 30, tzinfo=datetime.UTC))
    client = as_person(author)
    for _visit in ("first", "second"):
        assert "2030-01-01 12:00" in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_the_hour_that_is_typed_is_the_authors_own(as_person):
    team = make_team()
    author = join(team, "author", UserFactory(time_zone="Asia/Kolkata"))
    page = make_draft(team, author)
    sent = page_form(page, go_live_at="2030-01-01 12:00", expire_at="2030-02-01 09:30")
    as_person(author).post(f"/admin/pages/{page.pk}/edit/", sent)
    written = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    assert written.go_live_at == datetime.datetime(2030, 1, 1, 6, 30, tzinfo=datetime.UTC)
    assert written.expire_at == datetime.datetime(2030, 2, 1, 4, 0, tzinfo=datetime.UTC)
