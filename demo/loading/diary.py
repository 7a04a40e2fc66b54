"""When things happened in the demo.

Actions write the time at which they are called, and that is right. So each step of the demo is done now, the diary
notes which rows it made, and in the end every row gets the date of its step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, models
from wagtail.models import ModelLogEntry, PageLogEntry, Revision, TaskState, WorkflowState

from approvals.models import Decision
from conversations.models import ModerationRecord
from library.models import Picture, StoredDocument
from notifications.models import Notification
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
    (Notification, "created_at"),
    (Team, "created_at"),
    (Membership, "joined_at"),
    (JoinRequest, "created_at"),
    (TeamRequest, "created_at"),
    (Picture, "created_at"),
    (StoredDocument, "created_at"),
)


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
        first = self._highest()
        yield
        self.steps.append(_Step(moment, first, self._highest()))

    def _highest(self) -> tuple[int, ...]:
        quote = connection.ops.quote_name
        each = ", ".join(f"(SELECT COALESCE(MAX(id), 0) FROM {quote(model._meta.db_table)})" for model, _name in _DATED)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {each}")
            row = cursor.fetchone()
        return tuple(int(number) for number in row)

    def date_back(self) -> None:
        """Write every step's date on the rows it made."""
        for place, (model, name) in enumerate(_DATED):
            rows = model._default_manager
            for step in self.steps:
                if step.first[place] < step.last[place]:
                    rows.filter(pk__gt=step.first[place], pk__lte=step.last[place]).update(**{name: step.at})
