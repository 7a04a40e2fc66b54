"""The digest of the day: at my hour, only what I have not seen, never empty."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from conversations.telling import told
from core.jobs import all_jobs
from core.models import Effect
from notifications import actions, digest, following
from notifications.channels import choose
from notifications.models import Channel, Notification, Rhythm
from notifications.subjects import PAGE, Subject
from tests.factories.blog import make_post
from tests.factories.conversations import say
from tests.factories.notifications import deliver, perform, send_digests
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """The time as the digest sees it; rows are as old as they are told to be."""

    def set_to(moment):
        monkeypatch.setattr(digest.timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def author(team):
    """Hears of talk on their pages once a day, at eight o'clock in Paris."""
    person = join(team, "author", UserFactory(time_zone="Europe/Paris"))
    choose(person=person, kind=told.ON_PAGE, channel=Channel.DAILY)
    return person


def said_at(moment, page, by, text="What I know."):
    comment = say(page, by, text)
    Notification.objects.filter(target_id=comment.pk).update(created_at=moment)
    return comment


EVENING = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
BEFORE_EIGHT = datetime(2026, 3, 11, 6, 50, tzinfo=UTC)  # 7:50 in Paris
AFTER_EIGHT = datetime(2026, 3, 11, 7, 10, tzinfo=UTC)


def test_it_comes_at_my_hour_in_my_time_zone(page, reader, author, clock):
    said_at(EVENING, page, reader)
    clock(BEFORE_EIGHT)
    assert send_digests() == []
    clock(AFTER_EIGHT)
    (sent,) = send_digests()
    assert sent.to == [author.email]
    assert page.title in sent.body
    assert page.title in sent.alternatives[0].content
    assert sent.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_comes_at_the_hour_i_chose(page, reader, author, clock):
    Rhythm.objects.create(person=author, digest_hour=17)
    said_at(EVENING, page, reader)
    clock(AFTER_EIGHT)
    assert send_digests() == []
    clock(AFTER_EIGHT + timedelta(hours=9))
    assert len(send_digests()) == 1


def test_it_comes_once_a_day(page, reader, author, clock):
    said_at(EVENING, page, reader)
    clock(AFTER_EIGHT)
    send_digests()
    said_at(AFTER_EIGHT + timedelta(minutes=1), page, reader)
    clock(AFTER_EIGHT + timedelta(hours=6))
    assert send_digests() == []
    clock(AFTER_EIGHT + timedelta(days=1))
    assert len(send_digests()) == 1
    assert sorted(Effect.objects.filter(kind=digest.DIGEST).values_list("key", flat=True)) == [
        f"digest:{author.pk}:2026-03-11",
        f"digest:{author.pk}:2026-03-12",
    ]


def test_an_hour_that_was_missed_is_caught_up_the_same_day(page, reader, author, clock):
    said_at(EVENING, page, reader)
    clock(AFTER_EIGHT + timedelta(hours=11))
    assert len(send_digests()) == 1


def test_what_was_read_is_not_in_it_and_an_empty_one_is_not_sent(page, reader, author, clock):
    said_at(EVENING, page, reader)
    clock(AFTER_EIGHT)
    digest.promise_due()
    actions.mark_read(person=author)
    perform(digest.DIGEST)
    assert mail.outbox == []
    assert Effect.objects.get(kind=digest.DIGEST).status == Effect.Status.DONE


def test_a_quiet_day_promises_nothing(page, author, clock):
    clock(AFTER_EIGHT)
    assert digest.promise_due() == 0


def test_it_holds_only_what_was_chosen_for_it(page, reader, author, other, clock):
    said_at(EVENING, page, reader, "On my page.")
    answer = say(page, other, reply_to=say(page, author).pk)
    Notification.objects.filter(target_id=answer.pk).update(created_at=EVENING)
    clock(AFTER_EIGHT)
    (sent,) = send_digests()
    assert "On my page." in sent.body
    assert "answered you" not in sent.body


def test_it_goes_page_by_page(page, team, reader, author, clock):
    second = make_post(team, author, "Another page")
    for where, words in ((page, "One."), (second, "Two."), (page, "Three.")):
        said_at(EVENING, where, reader, words)
    clock(AFTER_EIGHT)
    (sent,) = send_digests()
    heading = sent.body.index(f"\n{second.title}\n")
    assert sent.body.index("One.") < sent.body.index("Three.") < heading < sent.body.index("Two.")
    assert "3 things" in sent.subject


def test_what_was_muted_or_lost_since_is_not_in_it(team, page, reader, author, clock):
    closed = make_team("Cabinet", visibility="closed")
    join(closed, "author", author)
    secret = make_post(closed, author, "The merger")
    said_at(EVENING, page, reader)
    said_at(EVENING, secret, join(closed, "member"))
    following.mute(person=author, subject=Subject(PAGE, page.pk))
    author.groups.remove(closed.readers)
    clock(AFTER_EIGHT)
    assert not any(sent.to == [author.email] for sent in send_digests())
    assert digest.promise_due() == 0


def test_what_a_digest_told_no_other_mail_tells(page, reader, author, clock):
    said_at(EVENING, page, reader)
    clock(AFTER_EIGHT)
    send_digests()
    assert deliver() == []
    clock(AFTER_EIGHT + timedelta(days=1))
    assert send_digests() == []


def test_a_second_attempt_sends_the_same(page, reader, author, clock):
    said_at(EVENING, page, reader, "Before.")
    clock(AFTER_EIGHT)
    digest.promise_due()
    payload = Effect.objects.get(kind=digest.DIGEST).payload
    digest.send_digest(payload)
    said_at(AFTER_EIGHT - timedelta(minutes=30), page, reader, "After the claim.")
    digest.send_digest(payload)
    first, second = mail.outbox
    assert first.body == second.body
    assert first.message()["Message-ID"] == second.message()["Message-ID"]


def test_who_left_gets_none(page, reader, author, clock):
    said_at(EVENING, page, reader)
    clock(AFTER_EIGHT)
    digest.promise_due()
    type(author).objects.filter(pk=author.pk).update(is_active=False)
    perform(digest.DIGEST)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("zone", "day", "hour", "expected"),
    [
        ("Europe/Paris", date(2026, 3, 28), 8, datetime(2026, 3, 28, 7, tzinfo=UTC)),
        ("Europe/Paris", date(2026, 3, 29), 8, datetime(2026, 3, 29, 6, tzinfo=UTC)),
        ("Europe/Paris", date(2026, 3, 29), 2, datetime(2026, 3, 29, 1, tzinfo=UTC)),  # there is no two o'clock
        ("Europe/Paris", date(2026, 10, 25), 2, datetime(2026, 10, 25, 0, tzinfo=UTC)),  # there are two
        ("Asia/Kolkata", date(2026, 3, 29), 8, datetime(2026, 3, 29, 2, 30, tzinfo=UTC)),
        ("Not/Anywhere", date(2026, 3, 29), 8, datetime(2026, 3, 29, 8, tzinfo=UTC)),
    ],
)
def test_an_hour_is_the_one_on_the_wall(zone, day, hour, expected):
    assert digest.moment_of(day, hour, zone) == expected


@pytest.mark.parametrize(("hour", "number"), [(0, 1), (23, 1), (8, 1)])
def test_somewhere_it_is_always_that_hour(page, reader, author, clock, hour, number):
    Rhythm.objects.create(person=author, digest_hour=hour)
    said_at(timezone.now() - timedelta(days=2), page, reader)
    start = timezone.now().replace(minute=5)
    sent = 0
    for hours in range(24):
        clock(start + timedelta(hours=hours))
        sent += len(send_digests())
    assert sent == number


def test_the_job_runs_by_the_clock():
    (job,) = [job for job in all_jobs() if job.name == "digest"]
    assert job.every == timedelta(minutes=10)
    assert job.run is digest.promise_due


@pytest.mark.parametrize("people", [1, 8])
def test_looking_who_is_due_costs_the_same_for_many(team, reader, clock, django_assert_max_num_queries, people):
    for _ in range(people):
        author = join(team, "author")
        choose(person=author, kind=told.ON_PAGE, channel=Channel.DAILY)
        said_at(EVENING, make_post(team, author), reader)
    clock(AFTER_EIGHT + timedelta(hours=2))
    digest.promise_due()
    with django_assert_max_num_queries(6):
        digest.promise_due()
