"""What happens by the clock. Any app registers its jobs here; the scheduler in `operations` runs them.

A job may run late, twice, or on another server than last time: it looks for what is due and does that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise


@dataclass(frozen=True)
class Job:
    name: str
    label: str | Promise
    every: timedelta
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def register(name: str, label: str | Promise, every: timedelta, run: Callable[[], object]) -> Job:
    """`name` is the key of the job's row and never changes; `label` is what administrators read."""
    _jobs[name] = Job(name, label, every, run)
    return _jobs[name]


def all_jobs() -> list[Job]:
    return list(_jobs.values())
