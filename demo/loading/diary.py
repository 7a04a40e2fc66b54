"""When things happened in the demo.

Actions write the time at which they are called, and that is right. So each step of the demo is done now, the diary
notes which rows it made, and in the end every row gets the date of its step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Collection, ModelLogEntry, PageLogEntry, Revision, TaskState, WorkflowState

from approvals.models import Decision
from conversations.models import Ban, ModerationRecord, Reaction, Settlement
from library.models import Picture, StoredDocument
from notifications.models import Following, Notification
from publishing.models import Clearance
from teams.models import JoinRequest, Membership, Team, TeamRequest

_DATED: tuple[tuple[type[models.Model], str], ...] = (
    (Revision, "created_at"),
    (PageLogEntry, "timestamp"),
    (ModelLogEntry, "timestamp"),
    (WorkflowState, "created_at"),
    (TaskState, "started_at"),
    (Decision, "at"),
    (Clearance, "at"),
    (ModerationRecord, "at"),
    (Ban, "at"),
    (Reaction, "at"),
    (Settlement, "at"),
    (Notification, "created_at"),
    (Following, "since"),
    (Team, "created_at"),
    (Membership, "joined_at"),
    (JoinRequest, "created_at"),
    (TeamRequest, "created_at"),
    (Picture, "created_at"),
    (StoredDocument, "created_at"),
)


@cache
def _question() -> tuple[str, tuple[Any, ...]]:
    """One question for all tables; put into words once, because it is asked three thousand times."""
    last = [Subquery(model._default_manager.order_by("-pk").values("pk")[:1]) for model, _name in _DATED]
    # Any table with a row will do to ask from; collections always have their root.
    asked = Collection.objects.filter(depth=1).values_list(*(Coalesce(each, 0) for each in last))
    statement, values = asked.query.sql_with_params()
    return statement, tuple(values)


@dataclass(frozen=True)
class _Step:
    at: datetime
    first: tuple[int, ...]
    last: tuple[int, ...]


@dataclass
class Diary:
    """One loading. Nobody else may be writing meanwhile: rows are told apart by their numbers."""

    steps: list[_Step] = field(default_factory=list)

    @contextmanager
    def on(self, moment: datetime) -> Iterator[None]:
        """A step within a step has its own date: it stands behind the one around it, whose date it overrules."""
        place = len(self.steps)
        first = self._highest()
        yield
        self.steps.insert(place, _Step(moment, first, self._highest()))

    def _highest(self) -> tuple[int, ...]:
        """The last number of every table."""
        statement, values = _question()
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return tuple(cursor.fetchone())

    def date_back(self) -> None:
        """Write every step's date on the rows it made."""
        for place, (model, name) in enumerate(_DATED):
            rows = model._default_manager
            for step in self.steps:
                if step.first[place] < step.last[place]:
                    rows.filter(pk__gt=step.first[place], pk__lte=step.last[place]).update(**{name: step.at})
