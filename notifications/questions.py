"""Signed links by which a mail asks somebody something: for one person, good for a while, and stored nowhere.

A link opens a form and does nothing by itself. What is asked, and until when it is still open, the room that asks says.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing


class RunOutError(Exception):
    """A link of ours that is too old."""


@dataclass(frozen=True)
class Questions:
    """Questions of one kind. ``salt`` keeps their links apart from all others."""

    salt: str
    good_for: timedelta

    def token(self, person: Any, said: dict[str, Any]) -> str:
        """For an address. ``said`` is what is asked about, as JSON has it."""
        return signing.dumps(said | {"p": person.pk}, salt=self.salt)

    def read(self, token: str) -> tuple[Any, dict[str, Any]] | None:
        """Whom a link asks, and about what; None for one that is none of ours, or of somebody without access. Raises
        RunOutError."""
        try:
            said = signing.loads(token, salt=self.salt, max_age=self.good_for)
        except signing.SignatureExpired:
            raise RunOutError from None
        except signing.BadSignature:
            return None
        person = get_user_model().objects.active().filter(pk=said["p"]).first()
        return None if person is None else (person, said)
