"""Who follows a team, a person or a tag hears of a new page there."""

import pytest

from notifications import following
from notifications.channels import choose
from notifications.models import Channel, Notification
from notifications.subjects import PERSON, TAG, TEAM, Subject
from publishing import news
from publishing.models import Tag
from tests.factories.approvals import approve, asked
from tests.factories.blog import make_post
from tests.factories.notifications import deliver, send_digests, tell_followers
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(db):
    return make_team("Cycles", posting_policy="editors")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def editor(team):
    return join(team, "editor")


def publish(team, author, editor, title="Two-week cycles", **fields):
    request = asked(team, author, title, **fields)
    approve(editor, request)
    tell_followers()
    return request.article


def heard():
    return set(Notification.objects.filter(kind=news.PUBLISHED).values_list("person_id", flat=True))


@pytest.mark.parametrize("kind", [TEAM, PERSON, TAG])
def test_a_new_page_is_told_to_those_who_follow(kind, team, author, editor, reader):
    make_post(team, author, "Earlier", tags=["cycles"])
    number = {TEAM: team.pk, PERSON: author.pk, TAG: Tag.objects.get().pk}[kind]
    following.follow(person=reader, subject=Subject(kind, number))
    publish(team, author, editor, tags=["cycles"])
    assert heard() == {reader.pk}


def test_its_authors_are_not_told(team, author, editor):
    following.follow(person=author, subject=Subject(TEAM, team.pk))
    publish(team, author, editor)
    assert heard() == set()


def test_a_page_is_new_once(team, author, editor, reader):
    following.follow(person=reader, subject=Subject(TEAM, team.pk))
    article = publish(team, author, editor)
    article.refresh_from_db()
    article.specific.unpublish()
    news.tell_of_new_page(article)
    tell_followers()
    assert Notification.objects.filter(kind=news.PUBLISHED).count() == 1


def test_a_new_page_comes_in_the_digest_unless_somebody_wants_it_at_once(team, author, editor, reader, other):
    for person in (reader, other):
        following.follow(person=person, subject=Subject(TEAM, team.pk))
    choose(person=other, kind=news.PUBLISHED, channel=Channel.NOW)
    publish(team, author, editor)
    now = [sent for sent in deliver() if sent.to == [other.email]]
    assert [sent.subject for sent in now] == ["New: Two-week cycles"]
    assert "What Two-week cycles is about." in now[0].body
    assert not any(sent.to == [reader.email] for sent in deliver())


def test_nobody_outside_hears_of_a_page_of_a_closed_team(reader):
    team = make_team("Cabinet", visibility="closed", posting_policy="editors")
    author, editor, leaver = join(team, "author"), join(team, "editor"), join(team, "member")
    following.follow(person=leaver, subject=Subject(TEAM, team.pk))
    following.follow(person=reader, subject=Subject(PERSON, author.pk))
    leaver.groups.clear()
    publish(team, author, editor, "The merger")
    assert heard() == set()
    assert send_digests() == []
