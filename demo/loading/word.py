"""Word of what is said: of the last weeks it is spread at once, as the worker would, and older word is dropped."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conversations.telling.spreading import WORD, tell_everybody
from core.models import Effect
from notifications.fan_out import ROUND, go_round

RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Word:
    """Of what was said before `since` nobody hears any more."""

    since: datetime

    def spread(self, at: datetime) -> None:
        """Perform what the last step has promised. Belongs into the diary's step, which dates it."""
        if at < self.since:
            return
        for payload in self._take(WORD):
            tell_everybody(payload)
        for payload in self._take(ROUND):
            go_round(payload)

    def forget(self) -> None:
        Effect.objects.filter(kind__in=(WORD, ROUND)).delete()

    def _take(self, kind: str) -> list[dict[str, Any]]:
        promised = {effect.pk: effect.payload for effect in Effect.objects.filter(kind=kind).order_by("pk")}
        if promised:
            Effect.objects.filter(pk__in=promised.keys()).delete()
        return list(promised.values())
