"""Runs the jobs of the clock. Any number of servers may run a scheduler; one of them acts at a time."""

import logging
from datetime import datetime, timedelta

from django.db import Error as DatabaseError
from django.db import connection, reset_queries
from django.db.models import F, Q
from django.utils import timezone

from core.jobs import Job, all_jobs
from operations.liveness import Vital
from operations.models import Lease, ScheduledJob
from operations.stopping import Stop

logger = logging.getLogger(__name__)

ACTING = "scheduler"
_ACTING_FOR = timedelta(seconds=30)


def may_act(name: str) -> bool:
    """Takes or renews the lease. One that ends far ahead was written by a clock that has been set back since."""
    now = timezone.now()
    Lease.objects.get_or_create(name=ACTING, defaults={"holder": name, "until": now})
    is_open = Q(holder=name) | Q(until__lte=now) | Q(until__gt=now + 2 * _ACTING_FOR)
    return bool(Lease.objects.filter(is_open, name=ACTING).update(holder=name, until=now + _ACTING_FOR))


def step_down(name: str) -> None:
    Lease.objects.filter(name=ACTING, holder=name).update(until=timezone.now())


def write_down_jobs() -> None:
    """A new job is due at once; what has not run for long is late, and that is how it catches up."""
    known = set(ScheduledJob.objects.values_list("name", flat=True))
    now = timezone.now()
    fresh = [ScheduledJob(name=job.name, next_at=now) for job in all_jobs() if job.name not in known]
    ScheduledJob.objects.bulk_create(fresh, ignore_conflicts=True)


def start(job: Job, now: datetime) -> bool:
    """Claims this run of the job by one conditional update. A time too far ahead is a clock that was set back."""
    is_due = Q(next_at__lte=now) | Q(next_at__gt=now + 2 * job.every)
    return bool(
        ScheduledJob.objects.filter(is_due, name=job.name).update(
            next_at=now + job.every, last_started=now, runs=F("runs") + 1
        )
    )


def run(job: Job) -> bool:
    """A job that fails is reported and runs again at its next time; the other jobs do not notice."""
    error = ""
    try:
        job.run()
    except Exception as failure:
        logger.exception("The job %s failed.", job.name)
        error = f"{type(failure).__name__}: {failure}"
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
    row = ScheduledJob.objects.filter(name=job.name)
    row.update(last_finished=timezone.now(), last_error=error, failures=F("failures") + 1 if error else 0)
    return not error


def run_due(name: str) -> int:
    """One look at the clock. The lease is renewed before every job, and without it nothing is started."""
    if not may_act(name):
        return 0
    due = dict(ScheduledJob.objects.values_list("name", "next_at"))
    now = timezone.now()
    count = 0
    for job in all_jobs():
        next_at = due.get(job.name, now)
        if next_at > now and next_at <= now + 2 * job.every:
            continue
        if not may_act(name):
            break
        if start(job, timezone.now()):
            run(job)
            count += 1
    return count


class Scheduler:
    """The loop of `manage.py schedule`."""

    def __init__(self, vital: Vital, stop: Stop, *, pause: float = 2.0) -> None:
        self.vital = vital
        self.stop = stop
        self.pause = pause

    def run(self) -> None:
        self.stop.listen()
        is_prepared = False
        while not self.stop.is_requested:
            reset_queries()
            try:
                if not is_prepared:
                    write_down_jobs()
                    is_prepared = True
                with self.vital.busy():
                    run_due(self.vital.name)
                connection.close_if_unusable_or_obsolete()
            except DatabaseError:
                logger.warning("The clock's jobs could not be read.", exc_info=True)
                connection.close()
            self.stop.wait(self.pause)
        step_down(self.vital.name)
