"""`load_demo`: the demo organisation, or with --scale a large one."""

import os
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from demo.loading.load import DEMO_PASSWORD, OtherContent, is_loaded, load
from demo.scale.build import build, is_built


class Command(BaseCommand):
    help = (
        "Builds the demo organisation in an empty database: teams, people, posts, write-ups and threads. A second run "
        "changes nothing. The demo accounts get the password in DEMO_PASSWORD, or the public one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale",
            type=int,
            default=0,
            metavar="POSTS",
            help="Make a large organisation with so many posts instead.",
        )

    def handle(self, **options: Any) -> None:
        posts = options["scale"]
        if posts and posts < 20:
            raise CommandError("A large organisation has 20 posts or more. Say for instance --scale 1000.")
        if is_built(posts) if posts else is_loaded():
            self.stdout.write("The demo organisation is here already. Nothing was changed.")
            return
        password = os.environ.get("DEMO_PASSWORD") or DEMO_PASSWORD
        say = self.stdout.write if options["verbosity"] > 1 else _nothing
        try:
            if posts:
                build(posts, password=password, say=say)
            else:
                load(password=password, say=say)
        except OtherContent as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("The demo organisation is ready.")


def _nothing(_words: str) -> None:
    """Says nothing."""
