"""`manage.py schedule`: the clock. Run one on every server; one of them acts at a time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.jobs import all_jobs
from operations.liveness import Vital
from operations.models import WorkerHeartbeat
from operations.scheduler import Scheduler, run, write_down_jobs
from operations.stopping import Stop


class Command(BaseCommand):
    help = "Runs the jobs of the clock until it is told to stop."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now", metavar="JOB", choices=[job.name for job in all_jobs()], help="Run this one job now, then end."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["now"]:
            write_down_jobs()
            job = next(job for job in all_jobs() if job.name == options["now"])
            if not run(job):
                raise CommandError(f"{job.name} failed; the error stands above.")
            return
        schedule()


def schedule() -> None:
    with Vital(WorkerHeartbeat.Kind.SCHEDULER) as vital:
        Scheduler(vital, Stop()).run()
