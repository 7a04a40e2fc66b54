"""What becomes of tasks that fail."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core import lanes
from core.backoff import ATTEMPTS, delay
from imports.tasks import carry_out
from knowledge.tasks import know
from operations import recovery
from operations.liveness import LostError, sign_in
from operations.management.commands.serve import children
from operations.models import TaskTrail, WorkerHeartbeat
from operations.worker import claim, drain
from search.tasks import index_page
from tests.operations import sample_tasks

pytestmark = pytest.mark.django_db


def make_due():
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())


def sign_in_worker(name="worker-1"):
    sign_in(name, WorkerHeartbeat.Kind.WORKER)
    return name


def test_a_task_is_run_and_its_answer_kept():
    result = sample_tasks.add.enqueue(2, 3)
    assert drain() == 1
    row = DBTaskResult.objects.get(pk=result.id)
    assert (row.status, row.return_value) == (TaskResultStatus.SUCCESSFUL, 5)
    assert not TaskTrail.objects.exists()


def test_what_somebody_looks_for_goes_before_what_was_there_first():
    name = sign_in_worker()
    usual = sample_tasks.add.enqueue(1, 1).id
    long = sample_tasks.add.using(priority=lanes.LONG).enqueue(1, 1).id
    soon = sample_tasks.add.using(priority=lanes.SOON).enqueue(1, 1).id
    assert [str(claim(name).pk) for _ in range(3)] == [soon, usual, long]


def test_a_published_page_is_found_before_anything_that_waits_and_imports_come_last():
    name = sign_in_worker()
    waiting = [carry_out.enqueue(1), know.enqueue(1), index_page.enqueue(1)]
    claimed = [claim(name).task_path for _task in waiting]
    assert claimed == ["search.tasks.index_page", "knowledge.tasks.know", "imports.tasks.carry_out"]


def test_one_worker_leaves_long_tasks_to_the_others():
    name, other = sign_in_worker(), sign_in_worker("worker-2")
    long = sample_tasks.add.using(priority=lanes.LONG).enqueue(1, 1).id
    usual = sample_tasks.add.enqueue(1, 1).id
    assert str(claim(name, lanes.USUAL).pk) == usual
    assert claim(name, lanes.USUAL) is None
    assert str(claim(other).pk) == long


@pytest.mark.parametrize(("count", "lanes_of_workers"), [(1, [False]), (3, [True, False, False])])
def test_of_several_workers_the_first_is_there_for_what_is_short(settings, count, lanes_of_workers):
    settings.INTRAMURAL_TASK_WORKERS = count
    workers = [child for child in children() if child.name.startswith("worker")]
    assert [child.run.keywords["leaves_long"] for child in workers] == lanes_of_workers


def test_a_failed_task_is_tried_again_later_and_later():
    task_id = sample_tasks.fail.enqueue("The mail server is away.").id
    waits = []
    for _ in range(3):
        drain()
        waits.append((DBTaskResult.objects.get(pk=task_id).run_after - timezone.now()).total_seconds())
        make_due()
    assert DBTaskResult.objects.get(pk=task_id).status == TaskResultStatus.READY
    assert waits[0] > 5
    assert waits[0] * 2 < waits[1] < waits[2] / 2
    trail = TaskTrail.objects.get(pk=task_id)
    assert (trail.state, trail.attempts) == (TaskTrail.State.RETRYING, 3)
    assert "The mail server is away." in trail.last_error


def test_a_task_that_waits_for_its_next_attempt_is_not_run():
    sample_tasks.fail.enqueue("no")
    assert drain() == 1
    assert drain() == 0


def test_after_the_last_attempt_a_task_is_given_up_and_left_alone():
    task_id = sample_tasks.fail.enqueue("no").id
    for _ in range(ATTEMPTS + 2):
        drain()
        make_due()
    recovery.sweep()
    assert DBTaskResult.objects.get(pk=task_id).status == TaskResultStatus.FAILED
    trail = TaskTrail.objects.get(pk=task_id)
    assert (trail.state, trail.attempts) == (TaskTrail.State.DEAD, ATTEMPTS)


def test_a_hopeless_task_is_given_up_at_once():
    task_id = sample_tasks.fail_for_good.enqueue().id
    drain()
    assert TaskTrail.objects.get(pk=task_id).state == TaskTrail.State.DEAD


def test_a_given_up_task_can_be_tried_again_once():
    task_id = sample_tasks.fail_for_good.enqueue().id
    drain()
    assert recovery.try_again(task_id)
    assert not recovery.try_again(task_id)
    assert drain() == 1


def test_a_task_that_succeeds_in_the_end_leaves_no_trail(monkeypatch):
    task_id = sample_tasks.fail.enqueue("no").id
    drain()
    make_due()
    monkeypatch.setattr(sample_tasks, "fail", sample_tasks.add)
    DBTaskResult.objects.filter(pk=task_id).update(args_kwargs={"args": [1, 1], "kwargs": {}})
    drain()
    assert DBTaskResult.objects.get(pk=task_id).status == TaskResultStatus.SUCCESSFUL
    assert not TaskTrail.objects.exists()


def test_a_task_whose_code_is_gone_fails_like_any_other():
    task_id = sample_tasks.add.enqueue(1, 1).id
    DBTaskResult.objects.update(task_path="tests.operations.sample_tasks.removed")
    drain()
    assert TaskTrail.objects.get(pk=task_id).state == TaskTrail.State.RETRYING


def test_indexing_something_deleted_in_the_meantime_is_no_failure():
    sample_tasks.add.enqueue(1, 1)
    DBTaskResult.objects.update(
        task_path="wagtail.tasks.update_reference_index_task",
        args_kwargs={"args": ["wagtailcore", "page", "999999"], "kwargs": {}},
    )
    drain()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_worker_that_was_given_up_may_claim_nothing():
    sample_tasks.add.enqueue(1, 1)
    name = sign_in_worker()
    WorkerHeartbeat.objects.update(lost_at=timezone.now())
    with pytest.raises(LostError):
        claim(name)
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_a_silent_worker_without_its_lock_loses_its_task_and_its_late_answer_counts_for_nothing():
    sample_tasks.add.enqueue(1, 1)
    name = sign_in_worker()
    claimed = claim(name)
    WorkerHeartbeat.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert recovery.sweep()

    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    assert not recovery.settle_success(claimed, 2)
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_a_worker_that_was_heard_of_lately_keeps_its_task():
    sample_tasks.add.enqueue(1, 1)
    claim(sign_in_worker())
    assert recovery.sweep() == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


def test_a_task_that_kills_its_worker_every_time_is_given_up():
    task_id = sample_tasks.add.enqueue(1, 1).id
    for number in range(ATTEMPTS):
        make_due()
        claim(sign_in_worker(f"worker-{number}"))
        WorkerHeartbeat.objects.update(seen_at=timezone.now() - timedelta(hours=1))
        recovery.sweep()
    assert TaskTrail.objects.get(pk=task_id).state == TaskTrail.State.DEAD
    assert DBTaskResult.objects.get(pk=task_id).status == TaskResultStatus.FAILED


def test_a_task_that_failed_under_another_worker_is_tried_again_too():
    task_id = sample_tasks.add.enqueue(1, 1).id
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    assert recovery.sweep() == 1
    assert DBTaskResult.objects.get(pk=task_id).status == TaskResultStatus.READY


def test_waiting_times_grow_and_are_capped():
    assert delay(1) < delay(2) < delay(4)
    assert delay(1_000_000) < timedelta(hours=7)
