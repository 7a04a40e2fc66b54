"""Everybody who follows is told, once, in the background; nobody who may not read it."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from conversations.telling import told
from core.models import Effect
from notifications import fan_out, following, mailing
from notifications.channels import choose
from notifications.models import Channel, Following, Notification, Stance
from notifications.subjects import PAGE, PERSON, TAG, TEAM, THREAD, Subject
from publishing.models import Tag
from tests.factories.blog import make_post
from tests.factories.conversations import say
from tests.factories.notifications import deliver, tell_followers
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def follow(person, kind, number):
    following.follow(person=person, subject=Subject(kind, number))


def a_crowd(number, subject):
    people = UserFactory.create_batch(number)
    Following.objects.bulk_create(
        Following(person=person, kind=subject.kind, number=subject.number, stance=Stance.FOLLOWING) for person in people
    )
    return people


def heard(kind=told.FOLLOWED):
    return set(Notification.objects.filter(kind=kind).values_list("person_id", flat=True))


def counts_are_true():
    for person in type(UserFactory.build()).objects.all():
        assert person.unread_count == Notification.objects.filter(person=person, read_at__isnull=True).count()
    return True


@pytest.mark.parametrize("kind", [PAGE, THREAD, TEAM, PERSON, TAG])
def test_followers_of_all_that_a_comment_is_about_hear_of_it(kind, page, team, reader, other):
    root = say(page, other)
    number = {PAGE: page.pk, THREAD: root.pk, TEAM: team.pk, PERSON: other.pk, TAG: Tag.objects.get().pk}[kind]
    follow(reader, kind, number)
    comment = say(page, other, reply_to=root.pk)
    tell_followers()
    row = Notification.objects.get(person=reader)
    assert (row.kind, row.target_id, row.actor_id) == (told.FOLLOWED, comment.pk, other.pk)


def test_who_follows_several_of_it_is_told_once(page, team, reader, other):
    follow(reader, PAGE, page.pk)
    follow(reader, TEAM, team.pk)
    say(page, other)
    tell_followers()
    assert Notification.objects.filter(person=reader).count() == 1


def test_who_was_told_directly_is_not_told_again_and_the_writer_hears_nothing(page, author, reader, other):
    for person in (author, reader, other):
        follow(person, PAGE, page.pk)
    say(page, reader, reply_to=say(page, other).pk)
    tell_followers()
    assert Notification.objects.filter(person=author).count() == 2
    assert set(Notification.objects.filter(person=author).values_list("kind", flat=True)) == {told.ON_PAGE}
    assert set(Notification.objects.filter(person=other).values_list("kind", flat=True)) == {told.REPLY}
    assert heard() == {reader.pk}


def test_muting_one_of_it_wins_over_following_another(page, team, reader, other):
    follow(reader, TEAM, team.pk)
    following.mute(person=reader, subject=Subject(PERSON, other.pk))
    say(page, other)
    tell_followers()
    assert heard() == set()


def test_the_comment_itself_costs_the_same_with_one_follower_and_with_many(page, reader, other):
    costs = []
    for number in (1, 60):
        a_crowd(number, Subject(PAGE, page.pk))
        with CaptureQueriesContext(connection) as queries:
            say(page, other)
        costs.append(len(queries))
        assert heard() == set()
        assert Effect.objects.filter(kind=fan_out.ROUND).count() == len(costs)
    assert costs[0] == costs[1]


def test_a_page_that_nobody_follows_leaves_no_work(page, reader):
    say(page, reader)
    assert not Effect.objects.filter(kind=fan_out.ROUND).exists()


def test_a_refused_comment_promises_nothing(page, reader, other):
    follow(other, PAGE, page.pk)
    with transaction.atomic():
        say(page, reader)
        transaction.set_rollback(True)
    assert not Effect.objects.filter(kind=fan_out.ROUND).exists()


def test_rights_are_asked_for_a_whole_batch(django_assert_max_num_queries):
    team = make_team("Cabinet", visibility="closed")
    page = make_post(team, join(team, "author"), "The merger")
    member = join(team, "member")
    crowd = a_crowd(40, Subject(PAGE, page.pk))  # they were members once
    kept = [join(team, "member", person) for person in crowd[:3]]
    say(page, member)
    effect = Effect.objects.get(kind=fan_out.ROUND)
    with django_assert_max_num_queries(20 + 2 * len(kept)):
        fan_out.go_round(effect.payload)
    assert heard() == {person.pk for person in kept}


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_a_round_killed_midway_and_gone_again_tells_everybody_once(page, other, monkeypatch, batch):
    monkeypatch.setattr(fan_out, "BATCH", batch)
    crowd = a_crowd(7, Subject(PAGE, page.pk))
    say(page, other)
    effect = Effect.objects.get(kind=fan_out.ROUND)
    tell, told_of = fan_out._tell_batch, []

    def die_in_the_second(*args):
        if told_of:
            raise KeyboardInterrupt
        told_of.append(args)
        tell(*args)

    with monkeypatch.context() as patched:
        patched.setattr(fan_out, "_tell_batch", die_in_the_second)
        if batch < 7:
            with pytest.raises(KeyboardInterrupt):
                fan_out.go_round(effect.payload)
        else:
            fan_out.go_round(effect.payload)
    fan_out.go_round(effect.payload)
    fan_out.go_round(effect.payload)
    assert heard() == {person.pk for person in crowd}
    assert Notification.objects.filter(kind=told.FOLLOWED).count() == 7
    assert counts_are_true()
    sent = deliver()
    assert sorted(each.to[0] for each in sent if each.to[0] in {p.email for p in crowd}) == sorted(
        person.email for person in crowd
    )
    assert not Effect.objects.filter(kind=mailing.MAIL).exclude(status=Effect.Status.DONE).exists()


def test_followers_are_mailed_in_the_channel_they_chose(page, other):
    now, daily, never = a_crowd(3, Subject(PAGE, page.pk))
    choose(person=daily, kind=told.FOLLOWED, channel=Channel.DAILY)
    choose(person=never, kind=told.FOLLOWED, channel=Channel.NEVER)
    say(page, other)
    tell_followers()
    assert heard() == {now.pk, daily.pk, never.pk}
    told_to = {address for sent in deliver() for address in sent.to}
    assert told_to & {now.email, daily.email, never.email} == {now.email}


def test_who_lost_the_right_before_their_mail_left_gets_none():
    team = make_team("Cabinet", visibility="closed")
    page = make_post(team, join(team, "author"), "The merger")
    member, leaver = join(team, "member"), join(team, "member")
    follow(leaver, PAGE, page.pk)
    say(page, member)
    tell_followers()
    assert heard() == {leaver.pk}
    leaver.groups.clear()
    assert leaver.email not in {address for sent in deliver() for address in sent.to}


def test_a_round_whose_page_or_writer_is_gone_harms_nobody(page, other):
    a_crowd(2, Subject(PAGE, page.pk))
    say(page, other)
    effect = Effect.objects.get(kind=fan_out.ROUND)
    page.delete()
    fan_out.go_round(effect.payload)
    assert heard() == set()
