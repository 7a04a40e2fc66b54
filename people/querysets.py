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

    def by_name(self) -> "UserQuerySet":
        return self.order_by("name_folded", "pk")

    def matching(self, query: str) -> "UserQuerySet":
        """People whose name, username, role, place or languages hold every word of ``query``."""
        found = self
        for word in fold(query).split():
            found = found.filter(words_folded__contains=word)
        return found
