"""Runs background tasks, one at a time, and never holds a transaction while one runs."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from traceback import format_exception
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error as DatabaseError  # the parent of them all: a closed connection is an InterfaceError
from django.db import connection, reset_queries, transaction
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from core import effects, lanes
from operations import recovery
from operations.liveness import LostError, Vital, lease, lock_for, own_name, sign_in, sign_out
from operations.models import WorkerHeartbeat
from operations.stopping import Stop

logger = logging.getLogger(__name__)

# Their object was deleted before they came to it. Any other task that misses something has a fault worth seeing.
DONE_WITHOUT_OBJECT = frozenset(
    {
        "modelsearch.tasks.insert_or_update_object_task",
        "wagtail.images.tasks.set_image_focal_point_task",
        "wagtail.tasks.update_reference_index_task",
    }
)


class Interrupted(BaseException):
    """Raised inside a task that is still running when the time to finish it is over."""


def claim(name: str, lane: int = lanes.LONG) -> DBTaskResult | None:
    """Takes the next due task that is at least as urgent as the lane (``core.lanes``).

    On PostgreSQL the row is locked and those locked by others are skipped; on SQLite the transaction is the only one
    that writes. So one task has one worker, however many ask.
    """
    ready = DBTaskResult.objects.ready().filter(backend_name="default", priority__gte=lane)
    if not ready.exists():  # most looks find nothing, and must not cost anybody a write lock
        return None
    with transaction.atomic():
        own_row = WorkerHeartbeat.objects.select_for_update().filter(pk=name, lost_at=None, stopped_at=None)
        if own_row.first() is None:
            raise LostError(f"{name} has been given up by the others.")
        task = ready.get_locked()
        if task is not None:
            task.claim(name)
        return task


def run(claimed: DBTaskResult) -> None:
    """Runs a claimed task outside any transaction and settles what came of it."""
    try:
        value = _call(claimed)
    except (Interrupted, KeyboardInterrupt) as stopping:
        _settle(lambda: recovery.give_back(claimed))
        logger.warning("Task %s (%s) goes back to the queue: this worker is stopping.", claimed.pk, claimed.task_path)
        if isinstance(stopping, KeyboardInterrupt):
            raise
    except BaseException as error:
        if isinstance(error, ObjectDoesNotExist) and claimed.task_path in DONE_WITHOUT_OBJECT:
            _settle(lambda: recovery.settle_success(claimed))
            return
        trace = "".join(format_exception(error))
        _settle(partial(recovery.settle_failure, claimed, error, trace=trace))
        logger.warning("Task %s (%s) failed.", claimed.pk, claimed.task_path, exc_info=error)
    else:
        _settle(lambda: recovery.settle_success(claimed, value))


def _call(claimed: DBTaskResult) -> Any:
    result: Any = claimed.task_result
    task = claimed.task
    context = [TaskContext(task_result=result)] if task.takes_context else []
    return normalize_json(task.call(*context, *result.args, **result.kwargs))


def _settle(settle: Callable[[], object]) -> None:
    """What a task did must be written down. A worker that cannot do so ends, and its task is found by the sweep."""
    for pause in (0.5, 2, 5, None):
        try:
            settle()
        except DatabaseError:
            if pause is None or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
        else:
            return


class Worker:
    """The loop of `manage.py work`."""

    def __init__(self, vital: Vital, stop: Stop, *, pause: float = 1.0, lane: int = lanes.LONG) -> None:
        self.vital = vital
        self.stop = stop
        self.pause = pause
        self.lane = lane
        self._in_task = False

    def run(self) -> None:
        signal.signal(signal.SIGUSR1, self._interrupt)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(number, self._finish_up)
        effects.runner.set(self.vital.name)
        swept = float("-inf")
        while not self.stop.is_requested:
            # The scheduler sweeps too. A worker alone in the world must still find what its forerunner left.
            if time.monotonic() - swept > lease().total_seconds():
                swept = time.monotonic()
                self._sweep()
            if not self.step():
                self.stop.wait(self.pause)

    def _sweep(self) -> None:
        try:
            recovery.sweep()
        except DatabaseError:
            logger.warning("The queue could not be swept.", exc_info=True)
            connection.close()

    def step(self) -> bool:
        """Runs one task if one is due. A database that is away for a while is waited for."""
        reset_queries()
        try:
            claimed = claim(self.vital.name, self.lane)
        except DatabaseError:
            logger.warning("The queue could not be read.", exc_info=True)
            connection.close()
            return False
        if claimed is None:
            connection.close_if_unusable_or_obsolete()
            return False
        with self.vital.busy():
            self._in_task = True
            try:
                run(claimed)
            finally:
                self._in_task = False
        connection.close_if_unusable_or_obsolete()
        return True

    def _finish_up(self, signum: int, frame: object) -> None:
        """Takes no new task, and gives the current one a while to finish. Asked twice is asked once."""
        if not self.stop.is_requested:
            timer = threading.Timer(settings.INTRAMURAL_TASK_GRACE_SECONDS, _interrupt_main_thread)
            timer.daemon = True
            timer.start()
        self.stop.request()

    def _interrupt(self, signum: int, frame: object) -> None:
        if self._in_task:
            self._in_task = False  # what settles the task is not to be interrupted as well
            raise Interrupted


def _interrupt_main_thread() -> None:
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)


def drain(limit: int = 100_000) -> int:
    """Runs what is due in this process and returns how many tasks that were: for commands and tests."""
    name = own_name(WorkerHeartbeat.Kind.WORKER)
    lock = lock_for(name)
    lock.take()
    sign_in(name, WorkerHeartbeat.Kind.WORKER)
    count = 0
    try:
        while count < limit and (claimed := claim(name)) is not None:
            run(claimed)
            count += 1
    finally:
        sign_out(name)
        lock.free()
    return count
