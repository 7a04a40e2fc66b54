"""What the doors share: the name that attempts are counted under, how long a session lasts, and the mail with a new
password's link."""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.dispatch import receiver
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from core import effects
from core.text import fold

RESET_KIND = "password_reset"
RESET_EVERY_SECONDS = 300


def counted_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The folded username: ADA, Ada, ada and ada@intramural.example do not get eight attempts each. What names nobody
    is counted as it was typed."""
    typed = (credentials or {}).get("username")
    if typed is None and request is not None:
        typed = request.POST.get("username")
    typed = str(typed or "")
    # Only an address is another way to say a name, and no database takes a NUL.
    person = get_user_model().objects.signing_in_as(typed) if "@" in typed and "\0" not in typed else None
    return str(person.username_folded) if person else fold(typed)[:255]


def counted_address(request: HttpRequest) -> str:
    """Where an attempt comes from. Behind a proxy that is what the proxy itself wrote last; anything before it is the
    client's own word, and would let a guesser be somebody else each time."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.INTRAMURAL_BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


@receiver(user_logged_in)
def end_with_the_fortnight(request: HttpRequest, **kwargs: Any) -> None:
    """A session ends a fixed time after signing in, however busy it is: what was stolen once does not last for ever.
    Kept as a moment, for an age would begin again with every write."""
    request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def ask_for_reset(address: str) -> None:
    """Promise to mail a link to whoever has this address.

    Nothing is looked up here, so that known and unknown addresses cannot be told apart by the time an answer takes.
    The key holds the hour in slices of five minutes: asking ten times sends one mail.
    """
    folded = address.strip().casefold()
    slice_of_time = int(timezone.now().timestamp()) // RESET_EVERY_SECONDS
    digest = hashlib.sha256(f"{slice_of_time}:{folded}".encode()).hexdigest()
    effects.promise(f"{RESET_KIND}:{digest}", RESET_KIND, {"address": folded})


@effects.performs(RESET_KIND)
def mail_reset_links(payload: dict[str, Any]) -> None:
    """Send the link to everybody who has this address, still has access, and signs in with a password."""
    people = get_user_model().objects.active().filter(email__iexact=payload["address"])
    for person in people:
        if not person.has_usable_password():
            continue
        uid = urlsafe_base64_encode(force_bytes(person.pk))
        path = reverse("accounts:password_reset_confirm", args=[uid, default_token_generator.make_token(person)])
        # The address comes from the settings, never from the request that asked: its Host is anybody's to choose.
        context = {"person": person, "link": f"{settings.WAGTAILADMIN_BASE_URL}{path}"}
        send_mail(
            _("A new password for Intramural"),
            render_to_string("accounts/password_reset_mail.txt", context),
            None,
            [person.email],
        )
