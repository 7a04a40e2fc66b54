"""What becomes of a task that failed or whose worker is gone: tried again later, and given up in the end.

django-tasks-db writes the task row into the caller's transaction and gives nothing more: a failed task stays failed and
a killed worker's stays running for ever. Every change of state here is one conditional update on the row as it was
claimed, so that whoever comes second changes nothing.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core import effects
from core.backoff import ATTEMPTS, delay
from operations.liveness import lease, proven_gone
from operations.models import TaskTrail, WorkerHeartbeat

logger = logging.getLogger(__name__)

WORKER_GONE = "The worker that ran it is gone."


def settle_success(claimed: DBTaskResult, return_value: object = None) -> bool:
    """False when the task was taken away from this worker in the meantime; its result counts for nothing then."""
    is_ours = _still_running(claimed).update(
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=timezone.now(),
        return_value=return_value,
        exception_class_path="",
        traceback="",
    )
    if is_ours and len(claimed.worker_ids) > 1:
        TaskTrail.objects.filter(pk=claimed.pk).delete()
    return bool(is_ours)


def settle_failure(claimed: DBTaskResult, error: BaseException | str, *, trace: str = "") -> bool:
    """Counts the attempt and decides what comes next, in one transaction with the task's own row."""
    now = timezone.now()
    path = "" if isinstance(error, str) else f"{type(error).__module__}.{type(error).__qualname__}"
    with transaction.atomic():
        is_ours = _still_running(claimed).update(
            status=TaskResultStatus.FAILED, finished_at=now, exception_class_path=path, traceback=trace
        )
        if is_ours:
            if isinstance(error, effects.BusyError):
                _put_back(claimed.pk, error.retry_at)
            else:
                _after_failure(claimed, error, trace)
    return bool(is_ours)


def give_back(claimed: DBTaskResult) -> None:
    """For a worker that is being stopped: the task waits for the next one, and no attempt is counted."""
    _still_running(claimed).update(status=TaskResultStatus.READY, run_after=timezone.now())


def _still_running(claimed: DBTaskResult):  # type: ignore[no-untyped-def]  # the library's queryset is untyped
    return DBTaskResult.objects.filter(pk=claimed.pk, status=TaskResultStatus.RUNNING, started_at=claimed.started_at)


def _put_back(task_id: UUID, run_after: datetime) -> None:
    DBTaskResult.objects.filter(pk=task_id).update(status=TaskResultStatus.READY, run_after=run_after, finished_at=None)


def _after_failure(claimed: DBTaskResult, error: BaseException | str, trace: str) -> None:
    trail, _ = TaskTrail.objects.select_for_update().get_or_create(
        pk=claimed.pk, defaults={"task_path": claimed.task_path}
    )
    trail.attempts += 1
    sentence = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    trail.last_error = f"{sentence}\n\n{trace}".strip()
    if isinstance(error, effects.HopelessError) or trail.attempts >= ATTEMPTS:
        trail.state, trail.next_at = TaskTrail.State.DEAD, None
        logger.error("Task %s (%s) is given up after %s attempts.", claimed.pk, claimed.task_path, trail.attempts)
    else:
        # A worker that was killed says nothing against the task, until it happens again.
        is_innocent = error == WORKER_GONE and trail.attempts == 1
        pause = timedelta() if is_innocent else delay(trail.attempts)
        trail.state, trail.next_at = TaskTrail.State.RETRYING, timezone.now() + pause
        _put_back(claimed.pk, trail.next_at)
    trail.save()


def try_again(task_id: UUID) -> bool:
    """An administrator's word that the cause is gone: all attempts anew, from now."""
    with transaction.atomic():
        trail = TaskTrail.objects.select_for_update().filter(pk=task_id, state=TaskTrail.State.DEAD).first()
        if trail is None:
            return False
        trail.state, trail.attempts, trail.next_at = TaskTrail.State.RETRYING, 0, timezone.now()
        trail.save()
        _put_back(task_id, trail.next_at)
    return True


def sweep() -> int:
    """Finds what no worker will come back to. Runs every few seconds, on any number of servers."""
    count = sum(_give_up(name) for name in _silent_processes())
    count += _reclaim_running()
    return count + _requeue_failed()


def _silent_processes() -> list[str]:
    silent = WorkerHeartbeat.objects.filter(seen_at__lt=timezone.now() - lease(), stopped_at=None, lost_at=None)
    return list(silent.values_list("pk", flat=True))


def _give_up(name: str) -> bool:
    with transaction.atomic(), proven_gone(name) as is_gone:
        if not is_gone:
            return False
        # Asked again inside: it may have spoken since. A claim locks this row too, so it is before or after this.
        given_up = WorkerHeartbeat.objects.filter(
            pk=name, seen_at__lt=timezone.now() - lease(), stopped_at=None, lost_at=None
        ).update(lost_at=timezone.now())
        if given_up:
            effects.release(name)
            logger.error("%s is gone without a word; what it was doing is done again.", name)
    return bool(given_up)


def _reclaim_running() -> int:
    running = list(DBTaskResult.objects.running())
    living = set(
        WorkerHeartbeat.objects.filter(
            pk__in=[task.worker_ids[-1] for task in running if task.worker_ids], stopped_at=None, lost_at=None
        ).values_list("pk", flat=True)
    )
    signed = set(WorkerHeartbeat.objects.values_list("pk", flat=True))
    # A worker that never signed in is not ours. It gets the time that any task may take.
    patience = timezone.now() - timedelta(seconds=settings.INTRAMURAL_TASK_SECONDS)
    count = 0
    for task in running:
        worker = task.worker_ids[-1] if task.worker_ids else ""
        if worker in living or (worker not in signed and task.started_at > patience):
            continue
        count += settle_failure(task, WORKER_GONE)
    return count


def _requeue_failed() -> int:
    """Failed and not by our hand: a worker of the library's own, or rows from before."""
    dead = TaskTrail.objects.filter(state=TaskTrail.State.DEAD).values("pk")
    count = 0
    for task in DBTaskResult.objects.failed().exclude(pk__in=dead)[:500]:
        with transaction.atomic():
            if DBTaskResult.objects.select_for_update().filter(pk=task.pk, status=TaskResultStatus.FAILED).first():
                _after_failure(task, task.exception_class_path, task.traceback)
                count += 1
    return count
