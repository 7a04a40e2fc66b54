"""Word of what is said: the inboxes are filled at once, as the worker would, and nothing waits for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.spreading import WORD, tell_everybody
from core.models import Effect
from notifications.fan_out import ROUND, go_round

# Whoever follows something hears of the last days only: before them nobody followed anything.
RECENT = timedelta(days=10)


@dataclass(frozen=True)
class Word:
    now: datetime

    def spread(self, at: datetime) -> None:
        """Perform what the last step has promised. Belongs into the diary's step, which dates it."""
        for payload in self._take(WORD):
            tell_everybody(payload)
        for payload in self._take(ROUND):
            if at > self.now - RECENT:
                go_round(payload)

    def _take(self, kind: str) -> list[dict[str, object]]:
        promised = Effect.objects.filter(kind=kind)
        payloads = list(promised.order_by("pk").values_list("payload", flat=True))
        if payloads:
            promised.delete()
        return payloads
