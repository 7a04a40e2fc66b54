"""`import_site`: a whole site from an export, into an empty installation."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from exports.archive import BrokenArchive
from exports.loading import NotEmpty, import_site


class Command(BaseCommand):
    help = (
        "Fills an empty, migrated installation from what `export_site` wrote: all of it, or nothing. "
        "Nobody is told anything by it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="The folder or zip that export_site wrote.")

    def handle(self, *, archive: Path, **options: Any) -> None:
        try:
            counts = import_site(archive, say=self.stderr.write if options["verbosity"] else _nothing)
        except (BrokenArchive, NotEmpty) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{sum(counts.values())} rows in {len(counts)} tables are here, as many as the archive holds."
        )
        self.stdout.write(
            "Passwords stay behind unless they were asked for. Set one with `manage.py changepassword NAME`; everybody "
            "else asks for a new one at the sign-in page."
        )


def _nothing(_words: str) -> None:
    """Says nothing."""
