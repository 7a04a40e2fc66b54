"""What the page “Background work” shows, read in a handful of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from core.effects import described
from core.jobs import all_jobs
from core.mail import KIND as STORED_MAIL
from core.models import Effect
from notifications.digest import DIGEST
from notifications.mailing import MAIL as NOTIFICATION_MAIL
from operations.liveness import lease
from operations.models import OverduePage, ScheduledJob, TaskTrail, WorkerHeartbeat

MAILS = (STORED_MAIL, NOTIFICATION_MAIL, DIGEST)
SHOWN = 50  # of each kind of trouble; the numbers above the tables count all


@dataclass(frozen=True)
class Queue:
    waiting: int
    later: int
    running: int
    retrying: int
    given_up: int
    oldest_waiting: datetime | None


@dataclass(frozen=True)
class JobRow:
    label: Any
    row: ScheduledJob | None


def queue() -> Queue:
    ready = DBTaskResult.objects.ready()
    troubled = dict(TaskTrail.objects.values_list("state").annotate(Count("pk")))
    # A task for “at once” is stored with the last day there is; it is not for later.
    later = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__gt=timezone.now()).exclude(
        run_after=get_date_max()
    )
    due = ready.aggregate(count=Count("pk"), oldest=Min("enqueued_at"))
    return Queue(
        waiting=due["count"],
        later=later.count(),
        running=DBTaskResult.objects.running().count(),
        retrying=troubled.get(TaskTrail.State.RETRYING, 0),
        given_up=troubled.get(TaskTrail.State.DEAD, 0),
        oldest_waiting=due["oldest"],
    )


def running_tasks() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.running().order_by("started_at")[:SHOWN]


def given_up_tasks() -> QuerySet[TaskTrail]:
    return TaskTrail.objects.filter(state=TaskTrail.State.DEAD).order_by("-last_failed_at")[:SHOWN]


def retrying_tasks() -> QuerySet[TaskTrail]:
    return TaskTrail.objects.filter(state=TaskTrail.State.RETRYING).order_by("next_at")[:SHOWN]


def given_up_effects() -> list[Effect]:
    """With words for what each of them is."""
    rows = list(Effect.objects.filter(status=Effect.Status.DEAD).select_related("mail").order_by("-next_at")[:SHOWN])
    for row in rows:
        row.words = described(row)  # type: ignore[attr-defined]  # for the template
    return rows


def overdue_pages() -> QuerySet[OverduePage]:
    return OverduePage.objects.order_by("first_failed_at")[:SHOWN]


def mail_by_state() -> list[tuple[Any, int]]:
    counts = dict(Effect.objects.filter(kind__in=MAILS).values_list("status").annotate(Count("pk")))
    return [(state.label, counts.get(state.value, 0)) for state in Effect.Status]


def processes() -> list[WorkerHeartbeat]:
    """Those that should be at work; one that is silent for longer than the lease is marked."""
    rows = list(WorkerHeartbeat.objects.filter(stopped_at=None, lost_at=None).order_by("kind", "started_at"))
    for row in rows:
        row.is_fresh = timezone.now() - row.seen_at <= lease()  # type: ignore[attr-defined]  # for the template
    return rows


def jobs() -> list[JobRow]:
    rows = ScheduledJob.objects.in_bulk()
    return [JobRow(job.label, rows.get(job.name)) for job in all_jobs()]
