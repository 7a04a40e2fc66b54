"""A mail that fails is tried again with the rights of that moment, and in the end shown to administrators in words."""

import pytest
from django.core import mail

from core import effects
from core.backoff import ATTEMPTS
from core.models import Effect
from notifications import digest, fan_out, following, mailing
from notifications.models import Notification
from notifications.subjects import PAGE, Subject
from tests.factories.conversations import say
from tests.factories.notifications import deliver
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def server_is_away(monkeypatch):
    """The mail server refuses everybody until it is told not to."""
    away = {"is": True}
    hand_over = mailing.hand_over

    def refuse(message):
        if away["is"]:
            raise ConnectionRefusedError("nobody listens")
        hand_over(message)

    monkeypatch.setattr(mailing, "hand_over", refuse)
    return away


def try_once(effect):
    try:
        effects.perform.func(effect.pk)
    except ConnectionRefusedError:
        return False
    return True


def test_a_server_that_is_away_delays_mail_and_nothing_else(page, reader, author, server_is_away):
    say(page, reader)
    (effect,) = Effect.objects.filter(kind=mailing.MAIL)
    assert not try_once(effect)
    effect.refresh_from_db()
    assert effect.status == Effect.Status.FAILED
    server_is_away["is"] = False
    assert try_once(effect)
    assert try_once(effect)
    assert [sent.to for sent in mail.outbox] == [[author.email]]


def test_who_lost_the_right_while_the_server_was_away_gets_nothing(server_is_away):
    from tests.factories.blog import make_post

    team = make_team("Cabinet", visibility="closed")
    page = make_post(team, join(team, "author"), "The merger")
    leaver = join(team, "member")
    following.follow(person=leaver, subject=Subject(PAGE, page.pk))
    say(page, join(team, "member"))
    fan_out.go_round(Effect.objects.get(kind=fan_out.ROUND).payload)
    row = Notification.objects.get(person=leaver)
    effect = Effect.objects.get(key=f"{mailing.MAIL}:{row.pk}")
    assert not try_once(effect)
    leaver.groups.clear()
    server_is_away["is"] = False
    assert try_once(effect)
    assert not any(leaver.email in sent.to for sent in mail.outbox)


def test_what_is_given_up_is_shown_in_words_and_can_be_tried_again(
    as_person, administrator, page, reader, author, server_is_away
):
    say(page, reader)
    (effect,) = Effect.objects.filter(kind=mailing.MAIL)
    for _ in range(ATTEMPTS):
        try_once(effect)
    effect.refresh_from_db()
    assert effect.status == Effect.Status.DEAD
    client = as_person(administrator)
    text = client.get("/admin/background-work/").content.decode()
    assert f"Notification by mail to {author.email}: Talk on your pages" in text
    assert "nobody listens" in text
    server_is_away["is"] = False
    effects.try_again(effect.pk)
    assert len(deliver()) == 1


def test_rounds_and_digests_have_words_too(page, reader, author):
    following.follow(person=reader, subject=Subject(PAGE, page.pk))
    say(page, author)
    assert "Talk you follow" in effects.described(Effect.objects.get(kind=fan_out.ROUND))
    promised = Effect(kind=digest.DIGEST, payload={"person": reader.pk, "day": "2026-03-11"})
    assert effects.described(promised) == f"Digest of 2026-03-11 to {reader.email}"
    gone = Effect(kind=mailing.MAIL, payload={"notification": 987_654})
    assert effects.described(gone) == "A notification that is gone"
