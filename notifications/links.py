"""The signed links of a mail: they say who and what, work signed out, and can do no more than make it quieter.

They do not run out: a mail is read months later, and what they do is undone in the settings. So they hold no time
either, and a second attempt at a mail is the same to the letter.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse

from .subjects import Subject

_MUTE = "notifications.mute"
_UNSUBSCRIBE = "notifications.unsubscribe"


def mute_path(person: Any, subject: Subject) -> str:
    token = signing.Signer(salt=_MUTE).sign_object({"person": person.pk, "subject": str(subject)})
    return reverse("notifications:mute_by_mail", args=[token])


def unsubscribe_path(person: Any, kinds: list[str]) -> str:
    token = signing.Signer(salt=_UNSUBSCRIBE).sign_object({"person": person.pk, "kinds": kinds})
    return reverse("notifications:unsubscribe", args=[token])


def read_mute(token: str) -> tuple[Any, Subject] | None:
    """Who mutes what, or None for a token that is none of ours, or of somebody without access."""
    found = _read(token, _MUTE)
    return None if found is None else (found[0], Subject.read(found[1]["subject"]))


def read_unsubscribe(token: str) -> tuple[Any, list[str]] | None:
    found = _read(token, _UNSUBSCRIBE)
    return None if found is None else (found[0], list(found[1]["kinds"]))


def _read(token: str, salt: str) -> tuple[Any, dict[str, Any]] | None:
    try:
        said = signing.Signer(salt=salt).unsign_object(token)
    except signing.BadSignature:
        return None
    person = get_user_model().objects.active().filter(pk=said["person"]).first()
    return None if person is None else (person, said)
