"""A mail that is ready: its two forms, its sender, and the headers that mail programs act on."""

import hashlib
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _

from .kinds import Group


@dataclass(frozen=True)
class Letter:
    """A mail that is ready but for its number."""

    person: Any
    subject: str
    text: str
    html: str
    group: Group
    unsubscribe: str
    sender: str = ""
    topic: int | None = None

    def message(self, key: str) -> EmailMultiAlternatives:
        """The mail of the effect with this key. Two attempts at one effect are one mail to its reader."""
        message = EmailMultiAlternatives(
            subject=one_line(self.subject),
            body=self.text,
            from_email=_sender(self.sender),
            to=[self.person.email],
            headers=self._headers(key),
        )
        message.attach_alternative(self.html, "text/html")
        return message

    def _headers(self, key: str) -> dict[str, str]:
        headers = {
            "Message-ID": _message_id(key),
            "List-Id": f"Intramural <{self.group.name}.{_host()}>",
            "List-Unsubscribe": f"<{self.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        if self.topic is not None:
            # Nobody ever got this mail; naming it lets mail programs keep what is said of a page together.
            root = _message_id(f"page:{self.topic}")
            headers |= {"In-Reply-To": root, "References": root}
        return headers


def absolute(path: str) -> str:
    """An address for a mail: from the settings, never from a request's Host."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}" if path.startswith("/") else path


def one_line(words: str) -> str:
    return " ".join(words.split())


def _host() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def _message_id(name: str) -> str:
    return f"<{hashlib.sha256(name.encode()).hexdigest()[:32]}@{_host()}>"


def _sender(name: str) -> str:
    """The house's own address; with somebody's name before it where one person speaks."""
    if not name:
        return settings.DEFAULT_FROM_EMAIL
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((_("%(name)s (Intramural)") % {"name": one_line(name)}, address))
