"""`manage.py work`: one background worker."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import lanes
from operations.liveness import Vital
from operations.models import WorkerHeartbeat
from operations.stopping import Stop
from operations.worker import Worker, drain


class Command(BaseCommand):
    help = "Runs background tasks until it is told to stop."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drain", action="store_true", help="Run what is due now, then end.")
        parser.add_argument(
            "--leaves-long", action="store_true", help="Leave tasks that take minutes to other workers."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["drain"]:
            self.stdout.write(f"{drain()} tasks were run.")
            return
        work(leaves_long=options["leaves_long"])


def work(*, leaves_long: bool = False) -> None:
    with Vital(WorkerHeartbeat.Kind.WORKER) as vital:
        Worker(vital, Stop(), lane=lanes.USUAL if leaves_long else lanes.LONG).run()
