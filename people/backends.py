"""Signing in with a username in any case, or with one's e-mail address."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from core.access import person_of_session


class FoldedNameBackend(ModelBackend):
    def authenticate(  # type: ignore[override]  # Django types these as None-able positionals
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        if username is None or password is None:
            return None
        person = get_user_model().objects.signing_in_as(username)
        if person is None:
            # The same work as for somebody we know, so that the time taken tells nothing.
            get_user_model()().set_password(password)
            return None
        if person.check_password(password) and self.user_can_authenticate(person):
            return person
        return None

    def get_user(self, user_id: Any) -> Any:
        """Whose session this is, with the groups they hold."""
        person = person_of_session(int(user_id))
        return person if person is not None and self.user_can_authenticate(person) else None
