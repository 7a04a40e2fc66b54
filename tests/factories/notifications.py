"""What is told in tests: one occasion at a time, and the mails that come of it, written as a worker would."""

import itertools

from django.core import mail

from conversations.telling import told
from core import effects
from core.models import Effect
from notifications import digest, fan_out, mailing
from notifications.actions import tell
from notifications.models import Notification
from notifications.subjects import Subject
from tests.factories.conversations import say

_numbers = itertools.count(1)


def perform(*kinds):
    """Perform every promised effect of these kinds, whether its time has come or not."""
    for effect in Effect.objects.filter(kind__in=kinds, status__in=Effect.OPEN_STATUSES).order_by("pk"):
        effects.perform.func(effect.pk)


def tell_followers():
    """What the worker does between an event and the inboxes of those who follow."""
    perform(fan_out.ROUND)


def deliver():
    """Send the mails that are promised, as if all had waited long enough. Returns those that went out now."""
    before = len(mail.outbox)
    perform(mailing.MAIL)
    return mail.outbox[before:]


def send_digests():
    """Promise what is due at this moment, and send it."""
    before = len(mail.outbox)
    digest.promise_due()
    perform(digest.DIGEST)
    return mail.outbox[before:]


def answered(person, page, by, text="An answer."):
    """Somebody answers ``person`` under a page: the row in their inbox."""
    comment = say(page, by, text, reply_to=say(page, person, f"Question {next(_numbers)}").pk)
    return Notification.objects.get(person=person, target_id=comment.pk, kind=told.REPLY)


def tell_of(person, page=None, kind=told.DECISION, **changes):
    """A row for somebody, of a kind whose mail does not wait unless another is named."""
    data = {"title": page.title if page else "", "words": "What was said", "name": "Somebody"}
    return tell(person=person, kind=kind, key=f"test:{next(_numbers)}", page=page, data=data, **changes)


def subject(kind, thing):
    return Subject(kind, thing.pk)
