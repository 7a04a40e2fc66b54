"""Reads of many people."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

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

    def called(self, typed: str) -> list[Any]:
        """Whoever has this username, or else everybody with this name; two at most, as more say no more."""
        folded = " ".join(fold(typed).split())
        return list(self.filter(username_folded=folded)) or list(self.filter(name_folded=folded).order_by("pk")[:2])

    def by_name(self) -> "UserQuerySet":
        return self.order_by("name_folded", "pk")

    def matching(self, query: str) -> "UserQuerySet":
        """People whose name, username, role, place, time zone or languages hold every word of ``query``."""
        return self.holding(fold(query).split())

    def holding(self, words: Iterable[str]) -> "UserQuerySet":
        """The same for words that are folded already. They reach the statement as they are, so it can be prepared."""
        found = self
        for word in words:
            found = found.filter(holds(word))
        return found


def holds(word: str) -> models.Q:
    """Whether what stands in a profile holds a folded word."""
    return models.Q(GreaterThan(StrIndex("words_folded", Value(word)), 0))
