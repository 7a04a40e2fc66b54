"""Mail leaves with the action that causes it, and never during it.

`QueueingEmailBackend` is EMAIL_BACKEND: whoever sends a mail, Wagtail and the password reset included, writes a row
and a task into the transaction at hand. A worker hands the very same bytes to INTRAMURAL_MAIL_BACKEND, again and again
until it is taken, and not once more after that.
"""

import email
import email.message
import email.policy
import smtplib
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import BadHeaderError
from django.db import transaction

from core import effects
from core.models import Effect, OutgoingMail

KIND = "mail"


class NotTakenError(Exception):
    """The mail server answered without an error and without taking the mail."""


class QueueingEmailBackend(BaseEmailBackend):
    """Django's interface to `queue`. Nothing is caught: an action whose mail cannot be stored has not happened."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            return sum(queue(message) is not None for message in email_messages)


def queue(message: EmailMessage, *, key: str = "") -> OutgoingMail | None:
    """Stores the mail with the task that delivers it; a mail to nobody is none.

    With a key of the caller's the same mail is stored once, however often it is queued.
    """
    recipients = message.recipients()
    if not recipients:
        return None
    refuse_line_breaks(message.from_email, *recipients)
    # Date and Message-ID are set here and not at delivery: two attempts at one mail are one mail to its reader.
    content = message.message().as_bytes()
    key = f"{KIND}:{key or uuid.uuid4()}"
    with transaction.atomic():
        mail_id = uuid.uuid4()
        effect = effects.promise(key, KIND, {"mail": str(mail_id)})
        mail, _ = OutgoingMail.objects.get_or_create(
            effect=effect,
            defaults={
                "id": mail_id,
                "sender": message.from_email,
                "recipients": recipients,
                "subject": str(message.subject),
                "message": content,
            },
        )
    return mail


def refuse_line_breaks(*addresses: str) -> None:
    """Django checks the headers when the message is built; the envelope is nobody's header, and bcc is in it alone."""
    for address in addresses:
        if "\n" in address or "\r" in address:
            raise BadHeaderError(f"An address may not hold a line break: {address!r}")


@effects.performs(KIND)
def deliver(payload: dict[str, Any]) -> None:
    """Hands the mail to the real backend. Called through the ledger, which knows whether it was sent before."""
    hand_over(StoredMessage(OutgoingMail.objects.get(pk=payload["mail"])))


def hand_over(message: EmailMessage) -> None:
    """Gives a mail to the real backend at once. For what performs an effect, outside any transaction: a mail whose
    right is asked again at every attempt is written anew each time instead of being stored."""
    refuse_line_breaks(message.from_email, *message.recipients())
    connection = get_connection(settings.INTRAMURAL_MAIL_BACKEND, fail_silently=False)
    try:
        taken = connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        if codes and all(code >= 500 for code in codes):
            raise effects.HopelessError(f"No recipient was accepted: {', '.join(map(str, codes))}") from refused
        raise
    if not taken:
        raise NotTakenError("The mail was not taken.")


def forget_sent() -> int:
    """Drops the text of what was sent: it may hold a reset link, or words that a right was since taken from."""
    return OutgoingMail.objects.filter(effect__status=Effect.Status.DONE).exclude(message=b"").update(message=b"")


class ExactMessage(email.message.Message):
    """A parsed mail that is written out as the bytes it came from; only the line ends are the server's."""

    content: bytes = b""

    def as_bytes(self, unixfrom: bool = False, policy: Any = None, linesep: str = "") -> bytes:
        end = linesep or (policy.linesep if policy else "\n")
        return self.content.replace(b"\r\n", b"\n").replace(b"\n", end.encode())


class StoredMessage(EmailMultiAlternatives):
    """A stored mail in the shape that mail backends expect, whether they send the bytes or ask for the parts."""

    def __init__(self, mail: OutgoingMail) -> None:
        content = bytes(mail.message)
        readable = email.message_from_bytes(content, policy=email.policy.default)
        plain, html = readable.get_body(("plain",)), readable.get_body(("html",))
        super().__init__(
            subject=mail.subject,
            body=plain.get_content() if plain else "",
            from_email=mail.sender,
            to=mail.recipients,
        )
        if html:
            self.attach_alternative(html.get_content(), "text/html")
        for part in readable.iter_attachments():
            self.attach(part.get_filename(), part.get_content(), part.get_content_type())
        self.exact = email.message_from_bytes(content, _class=ExactMessage)
        self.exact.content = content

    def message(self, *args: Any, **kwargs: Any) -> Any:
        return self.exact
