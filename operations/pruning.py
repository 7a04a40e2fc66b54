"""What is over and done with leaves the database after a while."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import Effect, OutgoingMail
from operations.models import TaskTrail, WorkerHeartbeat

TASKS_FOR = timedelta(days=3)
PROCESSES_FOR = timedelta(days=7)
EFFECTS_FOR = timedelta(days=90)  # the ledger has to remember for longer than anything may be tried again
TROUBLE_FOR = timedelta(days=90)

_AT_ONCE = 500  # a delete of everything would hold the write lock for too long


def prune() -> int:
    now = timezone.now()
    return (
        _delete(DBTaskResult.objects.successful().filter(finished_at__lt=now - TASKS_FOR))
        + _delete(
            WorkerHeartbeat.objects.filter(seen_at__lt=now - PROCESSES_FOR).exclude(lost_at=None, stopped_at=None)
        )
        + _prune_trouble(now - TROUBLE_FOR)
        + _delete(OutgoingMail.objects.filter(effect__in=_finished_effects(now - EFFECTS_FOR)))
        + _delete(_finished_effects(now - EFFECTS_FOR))
    )


def clear_sessions() -> int:
    return _delete(Session.objects.filter(expire_date__lt=timezone.now()))


def _former_processes(before: datetime) -> QuerySet[WorkerHeartbeat]:
    return WorkerHeartbeat.objects.filter(seen_at__lt=before).exclude(lost_at=None, stopped_at=None)


def _finished_effects(before: datetime) -> QuerySet[Effect]:
    return Effect.objects.filter(
        status__in=[Effect.Status.DONE, Effect.Status.DEAD], created_at__lt=before, next_at__lt=before
    )


def _prune_trouble(before: datetime) -> int:
    given_up = TaskTrail.objects.filter(state=TaskTrail.State.DEAD, last_failed_at__lt=before)
    count = _delete(DBTaskResult.objects.failed().filter(pk__in=given_up.values("pk")))
    return count + _delete(given_up)


def _delete(rows: QuerySet) -> int:
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[:_AT_ONCE]):
        rows.model._default_manager.filter(pk__in=keys).delete()
        count += len(keys)
    return count
