"""How often the editor offers the right earlier work, on the labelled set."""

import statistics
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from knowledge.labelled.measuring import measure


class Command(BaseCommand):
    help = (
        "Measures on 500 made-up write-ups how often the right earlier work is among the first five that the editor "
        "offers for a goal. Nothing stays in the database; on SQLite nobody else writes meanwhile, so use a copy."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at-least", type=float, help="fail below this share, such as 0.85")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = measure()
        hits, asked = outcome.share()
        self.stdout.write(f"{outcome.write_ups} write-ups, {asked} goals")
        for label, part in (("all", None), ("before the thesaurus", False), ("after the thesaurus", True)):
            right, of = outcome.share(afterwards=part)
            self.stdout.write(f"a right one among the first five, {label}: {right} of {of} ({right / of:.0%})")
        slowest, middle = max(outcome.milliseconds), statistics.median(outcome.milliseconds)
        self.stdout.write(f"milliseconds an answer: median {middle:.0f}, slowest {slowest:.0f}")
        for goal in outcome.missed:
            self.stdout.write(f"missed: {goal.wanted}")
        if options["at_least"] and hits < asked * options["at_least"]:
            raise SystemExit(1)
