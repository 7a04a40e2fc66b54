"""Mail about talk waits, gathers, and stays away while its reader has not come back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations import moderating
from conversations.telling import told
from core.models import Effect
from notifications import actions, following, kinds, mailing
from notifications.models import Notification
from notifications.subjects import PAGE, THREAD, Subject
from operations.worker import drain
from tests.factories.blog import make_post
from tests.factories.conversations import say, seen
from tests.factories.notifications import answered, deliver
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def later():
    """Time passes: what waits is due."""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def mails_of_rows(person):
    return set(Notification.objects.filter(person=person).values_list("mailed_by", flat=True))


def test_mail_about_talk_waits_a_quarter_of_an_hour(page, reader, author):
    before = timezone.now()
    say(page, reader)
    effect = Effect.objects.get(kind=mailing.MAIL)
    assert timedelta(minutes=14) < effect.next_at - before < timedelta(minutes=16)
    drain()
    assert mail.outbox == []
    later()
    drain()
    assert [sent.to for sent in mail.outbox] == [[author.email]]


def test_mail_that_is_no_talk_goes_at_once(page, reader, team):
    comment = say(page, reader)
    moderating.hide(by=join(team, "editor"), comment=comment, reason="It names a customer")
    drain()
    assert [sent.to for sent in mail.outbox] == [[reader.email]]


def test_one_mail_holds_everything_that_was_said_meanwhile(page, reader, other, author):
    say(page, reader, "The first thing.")
    say(page, other, "The second thing.\n\nAnd a third.")
    (sent,) = deliver()
    assert sent.to == [author.email]
    assert sent.subject == f"Re: {page.title}"
    for words in ("The first thing.", "The second thing.", "And a third."):
        assert words in sent.body
        assert words in sent.alternatives[0].content
    assert Effect.objects.filter(kind=mailing.MAIL, status=Effect.Status.DONE).count() == 2


def test_talk_under_two_pages_is_two_mails(team, page, reader, author):
    say(page, reader)
    say(make_post(team, author, "Another page"), reader)
    assert sorted(sent.subject for sent in deliver()) == ["Re: Another page", f"Re: {page.title}"]


def test_what_was_read_meanwhile_is_not_mailed(page, reader, other, author):
    say(page, reader, "Read on the site.")
    actions.mark_read(person=author)
    say(page, other, "Not read.")
    (sent,) = deliver()
    assert "Not read." in sent.body
    assert "Read on the site." not in sent.body


def test_nothing_is_mailed_where_all_of_it_was_read(page, reader, author):
    say(page, reader)
    actions.mark_read_about(person=author, page_id=page.pk)
    assert deliver() == []


def test_what_was_seen_in_the_thread_is_not_mailed(page, reader, author, monkeypatch):
    say(page, reader)
    seen = {"seen_on_site": lambda person, rows: {row.pk for row in rows}}
    for kind in kinds.waiting_kinds():
        monkeypatch.setitem(kinds._kinds, kind.name, kinds.Kind(**(vars(kind) | seen)))
    assert deliver() == []


def test_no_second_mail_about_a_page_comes_before_the_person_is_back(page, reader, author):
    say(page, reader, "One.")
    assert len(deliver()) == 1
    say(page, reader, "Two.")
    assert deliver() == []
    actions.mark_read(person=author, rows=[Notification.objects.filter(person=author).first()])
    say(page, reader, "Three.")
    (sent,) = deliver()
    assert "Two." in sent.body
    assert "Three." in sent.body
    assert "One." not in sent.body


def test_a_visit_to_the_thread_is_coming_back(page, reader, author, monkeypatch):
    say(page, reader)
    deliver()
    for kind in kinds.waiting_kinds():
        changed = {"came_back": lambda person, page_id, since: (person, page_id) == (author, page.pk)}
        monkeypatch.setitem(kinds._kinds, kind.name, kinds.Kind(**(vars(kind) | changed)))
    say(page, reader)
    assert len(deliver()) == 1


def test_the_right_is_asked_again_when_the_mail_leaves():
    team = make_team("Cabinet", visibility="closed")
    author, member, leaver = join(team, "author"), join(team, "member"), join(team, "member")
    answered(leaver, make_post(team, author, "The merger"), member, "Secret words")
    leaver.groups.clear()
    sent = deliver()
    assert [each.to for each in sent] == [[author.email]]
    assert mails_of_rows(leaver) != {""}  # decided, and never asked again
    assert not Notification.objects.filter(person=leaver, mailed_at__isnull=False).exists()


def test_a_comment_that_was_hidden_meanwhile_is_not_mailed(page, reader, team):
    comment = say(page, reader, "Rude words")
    moderating.hide(by=join(team, "editor"), comment=comment, reason="Rude")
    assert not any("Rude words" in sent.body for sent in deliver())


def test_who_lost_their_account_or_has_no_address_gets_no_mail(page, reader, team, author):
    say(page, reader)
    type(author).objects.filter(pk=author.pk).update(is_active=False)
    assert deliver() == []
    silent = join(team, "author", UserFactory(email=""))
    say(make_post(team, silent, "Unsent"), reader)
    assert not Effect.objects.filter(kind=mailing.MAIL, status=Effect.Status.PENDING).exists()


@pytest.mark.parametrize("kind", [PAGE, THREAD])
def test_muting_stops_mail_that_was_promised_already(kind, page, reader, author):
    comment = say(page, reader)
    subject = Subject(PAGE, page.pk) if kind == PAGE else Subject(THREAD, comment.thread_id)
    following.mute(person=author, subject=subject)
    assert deliver() == []


def test_muted_talk_leaves_no_line_and_an_answer_one_without_mail(page, reader, author, other):
    following.mute(person=author, subject=Subject(PAGE, page.pk))
    say(page, reader)
    assert not Notification.objects.filter(person=author).exists()
    own = say(page, author)
    say(page, other, reply_to=own.pk)
    assert Notification.objects.get(person=author).kind == told.REPLY
    assert deliver() == []


def test_muting_changes_nothing_about_decisions(page, reader, team):
    comment = say(page, reader)
    following.mute(person=reader, subject=Subject(PAGE, page.pk))
    moderating.hide(by=join(team, "editor"), comment=comment, reason="It names a customer")
    assert [reader.email] in [sent.to for sent in deliver()]


def test_a_second_attempt_sends_the_same_rows_and_nothing_else_sends_them(page, reader, author, monkeypatch):
    say(page, reader, "One.")
    say(page, reader, "Two.")

    def refuse(message):
        raise ConnectionError("refused")

    with monkeypatch.context() as patched:
        patched.setattr(mailing, "hand_over", refuse)
        first = Effect.objects.filter(kind=mailing.MAIL).earliest("pk")
        with pytest.raises(ConnectionError):
            mailing.send_mail(first.payload)
    say(page, reader, "Three, after the claim.")
    mailing.send_mail(first.payload)
    (sent,) = mail.outbox
    assert "One." in sent.body
    assert "Two." in sent.body
    assert "Three" not in sent.body
    assert deliver()[1:] == []


def test_two_attempts_carry_one_number(page, reader):
    say(page, reader)
    (effect,) = Effect.objects.filter(kind=mailing.MAIL)
    mailing.send_mail(effect.payload)
    mailing.send_mail(effect.payload)
    numbers = {sent.message()["Message-ID"] for sent in mail.outbox}
    assert len(mail.outbox) == 2  # the ledger keeps it from happening; the number is for the moment it cannot know
    assert len(numbers) == 1


@pytest.mark.parametrize("kind", [told.DECISION, told.ON_PAGE])
def test_mail_promised_before_there_were_channels_is_still_sent(page, reader, author, team, kind):
    comment = say(page, reader)
    moderating.hide(by=join(team, "editor"), comment=comment, reason="It names a customer")
    moderating.restore(by=join(team, "editor"), comment=comment, seen=seen(comment))
    Notification.objects.update(channel="")
    expected = reader.email if kind == told.DECISION else author.email
    assert [expected] in [sent.to for sent in deliver()]


def test_what_was_switched_off_while_a_mail_could_not_leave_is_not_sent(page, reader, author, monkeypatch):
    from notifications.channels import unsubscribe

    say(page, reader)
    (effect,) = Effect.objects.filter(kind=mailing.MAIL)

    def refuse(message):
        raise ConnectionError("refused")

    with monkeypatch.context() as patched:
        patched.setattr(mailing, "hand_over", refuse)
        with pytest.raises(ConnectionError):
            mailing.send_mail(effect.payload)
    unsubscribe(person=author, kinds=[told.ON_PAGE])
    assert deliver() == []
