"""Somebody who is banned from commenting reads on, knows until when and why, and writes nothing until then."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conversations import bans, moderating
from conversations.models import Ban, Comment
from conversations.refusals import CannotBan, ThreadClosed, TooLate
from conversations.telling import verdicts
from conversations.writing import editing
from notifications import kinds
from notifications.models import Notification
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, say
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

from .test_moderating import site_moderator

pytestmark = pytest.mark.django_db

BANS = "/admin/moderation-bans/"


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


def in_days(days):
    return timezone.now() + timedelta(days=days)


def banned(person, team, by, days=7):
    return moderating.ban(by=by, person=person, team=team, until=in_days(days), reason="Three warnings.")


def test_a_banned_person_reads_on_and_knows_until_when_and_why(as_person, team, page, reader, editor):
    comment = make_comment(page, reader)
    day = timezone.localdate() + timedelta(days=7)
    client = as_person(editor)
    assert client.get(f"/talk/{comment.pk}/ban/").status_code == 200
    client.post(f"/talk/{comment.pk}/ban/", {"until": day.isoformat(), "reason": "Three warnings."})
    text = as_person(reader).get(page.address).content.decode()
    assert "What I know." in text
    assert "Three warnings." in text
    assert 'name="text"' not in text
    with pytest.raises(ThreadClosed, match="Three warnings"):
        say(page, reader)
    sent = as_person(reader).post(f"/talk/on/{page.pk}/", {"text": "All the same", "client_key": "a" * 20})
    assert sent.status_code == 403
    assert "All the same" in sent.content.decode()
    elsewhere = make_team()
    assert say(make_post(elsewhere, join(elsewhere, "author")), reader)
    row = Notification.objects.get(kind=verdicts.BAN)
    assert row.person == reader
    assert "Three warnings." in kinds.kind_named(row.kind).sentence(row)


def test_a_ban_ends_by_itself(team, page, reader, editor):
    banned(reader, team, editor)
    Ban.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert say(page, reader)


def test_a_lifted_ban_is_over_at_once_and_they_hear_it(as_person, team, page, reader, editor):
    banned(reader, team, editor)
    client = as_person(editor)
    ban = Ban.objects.get()
    assert "Three warnings." in client.get(BANS).content.decode()
    assert client.get(f"{BANS}lift/{ban.pk}/").status_code == 200
    assert bans.in_force(reader, team)
    client.post(f"{BANS}lift/{ban.pk}/")
    assert say(page, reader)
    assert client.get(f"{BANS}lift/{ban.pk}/").status_code == 404
    row = Notification.objects.filter(kind=verdicts.BAN).latest("pk")
    assert "again" in kinds.kind_named(row.kind).sentence(row)
    assert moderating.lift(by=editor, ban=ban) is None


def test_a_server_that_remembers_otherwise_still_writes_nothing(team, page, reader, editor):
    """Servers may not share a cache; before something is written the database is asked."""
    assert bans.why_not(reader, team) == ""
    remembered = cache.get("conversations:bans")
    banned(reader, team, editor)
    cache.set("conversations:bans", remembered)
    with pytest.raises(ThreadClosed):
        say(page, reader)


def test_nor_does_it_take_other_words_for_old_ones(team, page, reader, editor):
    mine = say(page, reader)
    assert bans.why_not(reader, team) == ""
    remembered = cache.get("conversations:bans")
    banned(reader, team, editor)
    cache.set("conversations:bans", remembered)
    with pytest.raises(TooLate):
        editing.edit(by=reader, comment=mine, text="Other words", seen=editing.version_of(mine))


def test_nobody_pays_for_the_bans_of_others(as_person, team, page, reader, editor):
    client = as_person(reader)
    client.get(page.address)
    with CaptureQueriesContext(connection) as before:
        client.get(page.address)
    banned(UserFactory(), team, editor)
    client.get(page.address)
    with CaptureQueriesContext(connection) as after:
        client.get(page.address)
    assert len(after) == len(before)
    banned(reader, team, editor)
    client.get(page.address)
    with CaptureQueriesContext(connection) as own:
        client.get(page.address)
    assert len(own) <= len(before) + 1


@pytest.mark.parametrize("who", ["editor", "lead", "moderator", "administrator"])
def test_who_keeps_the_threads_in_order_is_not_banned_from_them(team, editor, who):
    person = {
        "editor": lambda: join(team, "editor"),
        "lead": lambda: join(team, "lead"),
        "moderator": site_moderator,
        "administrator": AdministratorFactory,
    }[who]()
    with pytest.raises(CannotBan):
        banned(person, team, editor)


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_ban_ends_within_a_year(team, reader, editor, days):
    with pytest.raises(CannotBan):
        banned(reader, team, editor, days)


@pytest.mark.parametrize("visibility", ["open", "closed"])
def test_who_bans(visibility):
    team = make_team(visibility=visibility)
    person = join(team, "member")
    for by in (join(team, "member"), join(team, "author"), join(make_team(), "lead"), UserFactory()):
        with pytest.raises(PermissionDenied):
            banned(person, team, by)
    for by in (join(team, "editor"), join(team, "lead"), AdministratorFactory()):
        assert banned(person, team, by)
    if visibility == "open":
        assert banned(person, team, site_moderator())
    else:
        with pytest.raises(PermissionDenied):
            banned(person, team, site_moderator())
    assert Ban.objects.filter(lifted_at=None).count() == 1


def test_bans_are_listed_for_those_who_moderate_that_team(as_person, team, reader, editor):
    banned(reader, team, editor)
    foreign = Ban.objects.get()
    other = join(make_team(), "lead")
    client = as_person(other)
    assert "Three warnings." not in client.get(BANS).content.decode()
    for method in (client.get, client.post):
        assert method(f"{BANS}lift/{foreign.pk}/").status_code == 404
    assert as_person(reader).get(BANS).status_code == 403
    assert "Three warnings." in as_person(editor).get(f"{BANS}?state=running&team={team.pk}").content.decode()
    assert "Three warnings." not in as_person(editor).get(f"{BANS}?state=over").content.decode()


def test_a_refused_ban_says_why_and_changes_nothing(as_person, team, page, editor):
    comment = make_comment(page, join(team, "editor"))
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    answer = as_person(editor).post(f"/talk/{comment.pk}/ban/", {"until": day, "reason": "No"}, follow=True)
    assert "keeps these threads in order" in answer.content.decode()
    assert not Ban.objects.exists()
    assert "/ban/" not in as_person(editor).get(f"/talk/{comment.pk}/more/").content.decode()
    assert Comment.objects.exists()
