"""Reads of many people."""

from typing import Any

from django.db import models

from core.text import fold


class UserQuerySet(models.QuerySet[Any]):
    def active(self) -> "UserQuerySet":
        """People who still have access."""
        return self.filter(is_active=True)

    def by_name(self) -> "UserQuerySet":
        return self.order_by("name_folded", "pk")

    def matching(self, query: str) -> "UserQuerySet":
        """People whose name, role, place or languages hold every word of ``query``."""
        found = self
        for word in fold(query).split():
            found = found.filter(
                models.Q(name_folded__contains=word)
                | models.Q(username_folded__contains=word)
                | models.Q(job_title__icontains=word)
                | models.Q(place__icontains=word)
                | models.Q(languages__icontains=word)
            )
        return found
