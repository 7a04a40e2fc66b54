"""What a report is asked: by whom, and about which part of the trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from people.models import User
from publishing.models import Article

from .reach import pages_within


@dataclass(frozen=True)
class Question:
    viewer: Any
    team: Any = None
    person: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def narrow(self, rows: QuerySet[Any], *, at: str, person: str, page: str, known_else: Q | None = None) -> Any:
        """The rows of one source that answer this question. ``known_else`` are rows that the viewer may know of though
        they do not read the page; asking for a team leaves them out, or the answer would say whose page it is."""
        within = pages_within(self.viewer, page)
        if known_else is not None and within and self.team is None:
            within |= known_else
        rows = rows.filter(within)
        if self.team is not None:
            rows = rows.filter(**{f"{page}__in": Article.objects.order_by().filter(team=self.team).values("pk")})
        if self.person:
            rows = rows.filter(**{f"{person}__in": User.objects.order_by().matching(self.person).values("pk")})
        if self.since is not None:
            rows = rows.filter(**{f"{at}__gte": self.since})
        if self.until is not None:
            rows = rows.filter(**{f"{at}__lt": self.until})
        return rows
