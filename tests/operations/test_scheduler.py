"""The clock: one scheduler acts, a failing job disturbs no other, late runs catch up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import jobs
from operations import scheduler
from operations.models import Lease, ScheduledJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """A clock with two jobs of our own: `first` does what it is told, `second` always works."""
    runs = []
    monkeypatch.setattr(jobs, "_jobs", {})

    def first():
        runs.append("first")
        if first.error:
            raise first.error

    first.error = None
    jobs.register("first", "First", timedelta(seconds=20), first)
    jobs.register("second", "Second", timedelta(days=1), lambda: runs.append("second"))
    scheduler.write_down_jobs()
    first.runs = runs
    return first


def test_a_new_job_runs_at_once_and_then_at_its_time(clock):
    assert scheduler.run_due("a") == 2
    assert scheduler.run_due("a") == 0
    ScheduledJob.objects.filter(name="first").update(next_at=timezone.now())
    assert scheduler.run_due("a") == 1
    assert clock.runs == ["first", "second", "first"]


def test_a_failing_job_is_reported_and_the_others_run(clock):
    clock.error = ValueError("no")
    scheduler.run_due("a")
    assert clock.runs == ["first", "second"]
    row = ScheduledJob.objects.get(name="first")
    assert row.last_error == "ValueError: no"
    assert row.failures == 1
    assert row.last_finished is not None
    assert row.next_at > timezone.now()


def test_an_error_is_forgotten_when_the_job_succeeds(clock):
    clock.error = ValueError("no")
    scheduler.run_due("a")
    clock.error = None
    ScheduledJob.objects.update(next_at=timezone.now())
    scheduler.run_due("a")
    assert ScheduledJob.objects.get(name="first").last_error == ""


def test_a_job_that_is_days_late_runs_once(clock):
    scheduler.run_due("a")
    ScheduledJob.objects.filter(name="first").update(next_at=timezone.now() - timedelta(days=3))
    assert scheduler.run_due("a") == 1
    assert scheduler.run_due("a") == 0


def test_only_one_scheduler_acts(clock):
    assert scheduler.run_due("a") == 2
    ScheduledJob.objects.update(next_at=timezone.now())
    assert scheduler.run_due("b") == 0
    assert scheduler.run_due("a") == 2


def test_another_scheduler_takes_over_from_one_that_is_gone(clock):
    scheduler.run_due("a")
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    ScheduledJob.objects.update(next_at=timezone.now())
    assert scheduler.run_due("b") == 2


def test_a_scheduler_that_stops_makes_room_at_once(clock):
    scheduler.run_due("a")
    scheduler.step_down("a")
    assert scheduler.may_act("b")


def test_one_run_of_a_job_is_started_once_even_if_two_try(clock):
    job = jobs.all_jobs()[0]
    now = timezone.now()
    assert scheduler.start(job, now)
    assert not scheduler.start(job, now)


def test_a_clock_that_was_set_back_stops_nothing(clock):
    scheduler.run_due("a")
    ahead = timezone.now() + timedelta(days=400)
    ScheduledJob.objects.update(next_at=ahead)
    Lease.objects.update(until=ahead)
    assert scheduler.run_due("b") == 2


def test_every_job_of_the_house_runs_on_an_empty_house():
    scheduler.write_down_jobs()
    scheduler.run_due("a")
    assert [row.last_error for row in ScheduledJob.objects.all()] == [""] * len(jobs.all_jobs())
    assert {"pages", "tasks", "effects", "sessions", "prune"} <= {job.name for job in jobs.all_jobs()}


def test_pages_are_looked_for_at_least_three_times_a_minute():
    [pages] = [job for job in jobs.all_jobs() if job.name == "pages"]
    assert pages.every <= timedelta(seconds=20)
