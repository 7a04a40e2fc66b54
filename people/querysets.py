"""Reads of many people."""

from typing import Any

from django.db import models

from core.text import fold


class UserQuerySet(models.QuerySet[Any]):
    def active(self) -> "UserQuerySet":
        """People who still have access."""
        return self.filter(is_active=True)

    def administrators(self) -> "UserQuerySet":
        return self.filter(is_active=True, is_superuser=True)

    def signing_in_as(self, typed: str) -> Any | None:
        """The one person whom this names at the door: by username in any case, or by an address nobody shares."""
        person = self.filter(username_folded=fold(typed)).first()
        if person is None and "@" in typed:
            same_address = list(self.filter(email__iexact=typed.strip())[:2])
            person = same_address[0] if len(same_address) == 1 else None
        return person

    def by_name(self) -> "UserQuerySet":
        return self.order_by("name_folded", "pk")

    def matching(self, query: str) -> "UserQuerySet":
        """People whose name, username, role, place or languages hold every word of ``query``."""
        found = self
        for word in fold(query).split():
            found = found.filter(words_folded__contains=word)
        return found
