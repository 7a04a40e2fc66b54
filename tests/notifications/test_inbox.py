"""The inbox: day by day, narrowed at will, muted where a line stands."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conversations import moderating
from notifications import actions, following
from notifications.models import Notification, Stance
from notifications.subjects import PAGE, THREAD, Subject
from tests.factories.conversations import say
from tests.factories.notifications import answered
from tests.factories.people import UserFactory
from tests.factories.teams import join

pytestmark = pytest.mark.django_db


def inbox(client, query=""):
    response = client.get(f"/inbox/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_lines_stand_under_their_days(as_person, page, reader, author):
    for days in (0, 1, 9):
        comment = say(page, reader, f"Said {days} days ago")
        at = timezone.now() - timedelta(days=days)
        Notification.objects.filter(target_id=comment.pk).update(created_at=at)
    text = inbox(as_person(author))
    places = [text.index(word) for word in ("Today", "Said 0", "Yesterday", "Said 1", "Said 9")]
    assert places == sorted(places)


def test_it_is_narrowed_to_a_group_and_to_what_is_unread(as_person, page, reader, author, team):
    say(page, reader, "Talk on my page")
    own = say(page, author)
    moderating.hide(by=join(team, "editor"), comment=own, reason="It names a customer")
    client = as_person(author)
    assert "names a customer" not in inbox(client, "?only=talk")
    assert "Talk on my page" in inbox(client, "?only=talk")
    assert "Talk on my page" not in inbox(client, "?only=moderation")
    assert "Nothing of this kind" in inbox(client, "?only=teams")
    actions.mark_read(person=author, rows=Notification.objects.filter(kind="comment_on_page"))
    assert "Talk on my page" not in inbox(client, "?only=unread")
    assert "names a customer" in inbox(client, "?only=unread")
    assert "Talk on my page" in inbox(client, "?only=no-such-group")


def test_the_filter_survives_the_next_page(as_person, page, author):
    for number in range(21):
        actions.tell(person=author, kind="comment_on_page", key=f"n:{number}", page=page, data={"words": "w"})
    assert "?only=talk&amp;page=2" in inbox(as_person(author), "?only=talk")
    assert as_person(author).get("/inbox/?only=talk&page=2").status_code == 200


@pytest.mark.parametrize("kind", [PAGE, THREAD])
def test_a_line_mutes_its_page_or_thread_in_place(as_person, page, reader, author, kind):
    comment = say(page, reader)
    subject = Subject(PAGE, page.pk) if kind == PAGE else Subject(THREAD, comment.pk)
    client = as_person(author)
    address = f"/inbox/follow/{kind}/{subject.number}/"
    assert address in inbox(client)
    answer = client.post(address, {"act": "mute", "shape": "line"}, headers={"HX-Request": "true"})
    assert f"{kind.capitalize()} muted" in answer.content.decode()
    assert following.stance_of(author, subject) == Stance.MUTED
    assert f"{kind.capitalize()} muted" in inbox(client)
    answer = client.post(address, {"act": "leave", "shape": "line"}, headers={"HX-Request": "true"})
    assert f"Mute this {kind}" in answer.content.decode()


def test_decisions_offer_no_muting(as_person, page, author, team):
    own = say(page, author)
    moderating.hide(by=join(team, "editor"), comment=own, reason="It names a customer")
    assert "/inbox/follow/" not in inbox(as_person(author))


def test_all_is_marked_read_by_post_alone(as_person, page, reader, author):
    say(page, reader)
    client = as_person(author)
    assert client.get("/inbox/read/").status_code == 405
    assert Notification.objects.filter(read_at__isnull=True).exists()
    client.post("/inbox/read/")
    assert not Notification.objects.filter(person=author, read_at__isnull=True).exists()
    assert type(author).objects.get(pk=author.pk).unread_count == 0


def test_reading_a_page_marks_what_was_told_of_it_and_nothing_else(page, team, reader, author):
    from tests.factories.blog import make_post

    second = make_post(team, author)
    say(page, reader)
    say(second, reader)
    assert actions.mark_read_about(person=author, page_id=page.pk) == 1
    assert [row.page_id for row in Notification.objects.filter(person=author, read_at=None)] == [second.pk]
    assert type(author).objects.get(pk=author.pk).unread_count == 1
    assert actions.mark_read_about(person=author, page_id=page.pk) == 0


def test_opening_a_page_of_the_site_marks_nothing(as_person, page, reader, author):
    say(page, reader)
    as_person(author).get(page.address)
    assert Notification.objects.filter(person=author, read_at__isnull=True).exists()


def test_the_inbox_costs_the_same_for_a_few_and_for_many(as_person, page, reader, author):
    costs = []
    for number in (2, 14):
        for _ in range(number):
            say(page, UserFactory())
        answered(author, page, reader)
        client = as_person(author)
        client.get("/inbox/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/inbox/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8
