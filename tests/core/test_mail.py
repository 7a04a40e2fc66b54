"""Mail is queued with the action, sent by the queue, and sent once."""

import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.mail.message import BadHeaderError
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.mail import ExactMessage, StoredMessage, forget_sent, queue
from core.models import Effect, OutgoingMail
from operations.worker import drain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _through_the_queue(settings):
    settings.EMAIL_BACKEND = "core.mail.QueueingEmailBackend"
    settings.INTRAMURAL_MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def server(monkeypatch, settings):
    """A mail server that does as it is told."""
    settings.INTRAMURAL_MAIL_BACKEND = "tests.core.test_mail.Server"
    Server.taken, Server.error = [], None
    return Server


class Server:
    taken: list = []
    error: Exception | None = None

    def __init__(self, fail_silently=False, **kwargs):
        pass

    def send_messages(self, messages):
        if Server.error:
            raise Server.error
        Server.taken += messages
        return len(messages)


def letter(**changes):
    words = {"subject": "Grüße", "body": "Hallo Lee", "from_email": "house@intramural.example", "to": ["lee@x.example"]}
    return EmailMultiAlternatives(**(words | changes))


def test_nothing_is_sent_before_the_queue_runs():
    assert send_mail("Hello", "text", None, ["lee@x.example"]) == 1
    assert mail.outbox == []
    drain()
    assert [message.subject for message in mail.outbox] == ["Hello"]
    drain()
    assert len(mail.outbox) == 1


def test_mail_is_lost_with_the_action_that_failed():
    with transaction.atomic():
        letter().send()
        transaction.set_rollback(True)
    drain()
    assert mail.outbox == []
    assert not OutgoingMail.objects.exists()


def test_what_arrives_is_what_was_written():
    message = letter(cc=["ann@x.example"], bcc=["secret@x.example"], reply_to=["desk@x.example"])
    message.attach_alternative("<p>Hallo Lee</p>", "text/html")
    message.attach("plan.txt", "the plan", "text/plain")
    message.send()
    drain()
    [sent] = mail.outbox
    assert (sent.subject, sent.body.strip(), sent.from_email) == ("Grüße", "Hallo Lee", "house@intramural.example")
    assert sent.recipients() == ["lee@x.example", "ann@x.example", "secret@x.example"]
    assert sent.alternatives[0][0].strip() == "<p>Hallo Lee</p>"
    assert sent.attachments[0][0] == "plan.txt"
    raw = sent.message().as_bytes()
    assert b"secret@x.example" not in raw
    assert b"Reply-To: desk@x.example" in raw


def test_two_attempts_send_the_same_message(server):
    server.error = ConnectionRefusedError("away")
    letter().send()
    drain()
    server.error = None
    DBTaskResult.objects.update(run_after=timezone.now())
    stored = bytes(OutgoingMail.objects.get().message)
    drain()
    [sent] = server.taken
    assert sent.message().as_bytes() == stored
    assert sent.message()["Message-ID"]
    assert Effect.objects.get().attempts == 2


def test_a_server_wants_its_own_line_ends():
    message = ExactMessage()
    message.content = b"Subject: a\n\nb\n"
    assert message.as_bytes(linesep="\r\n") == b"Subject: a\r\n\r\nb\r\n"


def test_a_mail_with_a_key_is_queued_once():
    first, second = queue(letter(), key="reply:7"), queue(letter(), key="reply:7")
    assert first == second
    drain()
    assert len(mail.outbox) == 1


def test_a_mail_to_nobody_is_none():
    assert letter(to=[]).send() == 0
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\nBcc: all@x.example"},
        {"to": ["lee@x.example\nBcc: all@x.example"]},
        {"bcc": ["lee@x.example\r\nRCPT TO: all@x.example"]},
        {"from_email": "a@x.example\nBcc: all@x.example"},
    ],
)
def test_a_line_break_cannot_smuggle_in_a_header(changes):
    with pytest.raises(BadHeaderError):
        letter(**changes).send()
    assert not OutgoingMail.objects.exists()


def test_an_address_that_does_not_exist_is_not_tried_for_a_day(server):
    server.error = smtplib.SMTPRecipientsRefused({"lee@x.example": (550, b"no such user")})
    letter().send()
    drain()
    assert Effect.objects.get().status == Effect.Status.DEAD


def test_a_greylisting_server_is_tried_again(server):
    server.error = smtplib.SMTPRecipientsRefused({"lee@x.example": (451, b"come back later")})
    letter().send()
    drain()
    assert Effect.objects.get().status == Effect.Status.FAILED


def test_the_text_of_a_sent_mail_is_forgotten_and_that_of_a_waiting_one_kept(server):
    letter().send()
    drain()
    server.error = ConnectionRefusedError("away")
    letter(subject="Waiting").send()
    drain()
    assert forget_sent() == 1
    assert bytes(OutgoingMail.objects.get(subject="Grüße").message) == b""
    assert StoredMessage(OutgoingMail.objects.get(subject="Waiting")).body.strip() == "Hallo Lee"
