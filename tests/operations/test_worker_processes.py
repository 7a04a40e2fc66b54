"""Workers as they really live and die: in processes of their own."""

import os
import signal

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.models import Effect
from operations.models import TaskTrail, WorkerHeartbeat
from tests.operations.conftest import wait_until
from tests.operations.sample_tasks import perform_once, wait_for_go, write

pytestmark = pytest.mark.slow


def started(house):
    return wait_until(lambda: [line for line in house.notes if "started" in line])


def settled(house, task_id, status):
    def is_settled():
        house.look()
        return DBTaskResult.objects.filter(pk=task_id, status=status).exists()

    wait_until(is_settled, seconds=40)


def test_a_task_whose_worker_was_killed_is_done_by_the_next_one(house):
    task_id = wait_for_go.enqueue(str(house.folder), "letter").id
    house.open()
    first = house.start("work")
    started(house)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    house.say_go()
    house.start("work")

    settled(house, task_id, TaskResultStatus.SUCCESSFUL)
    assert house.notes.count("letter done") == 1
    assert len(DBTaskResult.objects.get(pk=task_id).worker_ids) == 2
    assert not TaskTrail.objects.exists()
    assert WorkerHeartbeat.objects.filter(lost_at__isnull=False).count() == 1


def test_a_paused_worker_is_not_robbed_of_its_task(house):
    task_id = wait_for_go.enqueue(str(house.folder), "letter").id
    house.open()
    paused = house.start("work")
    started(house)
    os.kill(paused.pid, signal.SIGSTOP)
    other = house.start("work")

    def is_given_up_as_silent():
        house.look()
        heard = dict(WorkerHeartbeat.objects.values_list("pid", "seen_at"))
        return other.pid in heard and (heard[other.pid] - heard[paused.pid]).total_seconds() > 8

    wait_until(is_given_up_as_silent, seconds=40)
    task = DBTaskResult.objects.get(pk=task_id)
    assert (task.status, len(task.worker_ids)) == (TaskResultStatus.RUNNING, 1)

    # When it wakes after so long a silence the kernel ends it, and only then does the other take the task.
    house.say_go()
    os.kill(paused.pid, signal.SIGCONT)
    settled(house, task_id, TaskResultStatus.SUCCESSFUL)
    assert paused.wait(timeout=10) == -signal.SIGALRM
    assert house.notes.count("letter done") == 1


def test_two_workers_do_each_task_once(house):
    for number in range(40):
        write.enqueue(str(house.folder), str(number))
    house.open()
    workers = [house.start("work", "--drain") for _ in range(2)]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]

    assert sorted(house.notes, key=int) == [str(number) for number in range(40)]
    house.look()
    assert DBTaskResult.objects.successful().count() == 40


def test_two_workers_at_one_effect_perform_it_once(house):
    for _ in range(4):
        perform_once.enqueue(str(house.folder))
    house.open()
    workers = [house.start("work", "--drain") for _ in range(2)]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]

    assert house.notes == ["performed"]
    house.look()
    assert Effect.objects.get().status == Effect.Status.DONE
    # Who came while it was being performed looks again later, and no attempt is counted against them.
    assert not TaskTrail.objects.exists()
    assert not DBTaskResult.objects.failed().exists()


def test_a_worker_told_to_stop_gives_back_what_it_cannot_finish(house):
    task_id = wait_for_go.enqueue(str(house.folder), "letter").id
    house.open()
    worker = house.start("work")
    started(house)
    os.kill(worker.pid, signal.SIGTERM)

    assert worker.wait(timeout=20) == 0
    house.look()
    assert DBTaskResult.objects.get(pk=task_id).status == TaskResultStatus.READY
    assert not TaskTrail.objects.exists()
    assert WorkerHeartbeat.objects.get().stopped_at is not None


def test_a_worker_told_to_stop_finishes_what_it_can(house):
    task_id = wait_for_go.enqueue(str(house.folder), "letter").id
    house.open()
    worker = house.start("work", TASK_GRACE_SECONDS="30")
    started(house)
    os.kill(worker.pid, signal.SIGTERM)
    os.kill(worker.pid, signal.SIGTERM)
    house.say_go()

    assert worker.wait(timeout=20) == 0
    house.look()
    assert DBTaskResult.objects.get(pk=task_id).status == TaskResultStatus.SUCCESSFUL
