"""Tasks for the tests of the queue. They talk to the test through files, because they run in other processes."""

import os
import time
from pathlib import Path

from django_tasks import task

from core import effects


def note(folder, line):
    with (Path(folder) / "notes").open("a") as file:
        file.write(f"{line}\n")


@task()
def write(folder, word):
    note(folder, word)


@task()
def wait_for_go(folder, word):
    """Notes its start, then waits until the test says go."""
    note(folder, f"{word} started by {os.getpid()}")
    while not (Path(folder) / "go").exists():
        time.sleep(0.02)
    note(folder, f"{word} done")


@task()
def fail(sentence):
    raise ValueError(sentence)


@task()
def fail_for_good():
    raise effects.HopelessError("The address was never valid.")


@task()
def add(first, second):
    return first + second


@task()
def perform_once(folder):
    """The same effect from every task that is given this folder; slow enough that two meet."""

    def perform():
        note(folder, "performed")
        time.sleep(1)

    effects.run_once("sample", "sample", perform)
