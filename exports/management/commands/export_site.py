"""`export_site`: everything, in open formats."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from exports.archive import BrokenArchive
from exports.site import export_site


class Command(BaseCommand):
    help = "Writes the whole site into a new folder or zip, from which `import_site` makes the same site again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="A folder or zip that does not exist yet.")
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="Take the digests of passwords along. Keep such an archive locked.",
        )

    def handle(self, *, archive: Path, with_secrets: bool, **options: Any) -> None:
        try:
            manifest = export_site(
                archive, with_secrets=with_secrets, say=self.stderr.write if options["verbosity"] else _nothing
            )
        except BrokenArchive as refusal:
            raise CommandError(str(refusal)) from None
        rows = sum(facts.get("rows", 0) for facts in manifest["files"].values())
        self.stdout.write(f"{rows} rows and {len(manifest['files'])} files are in {archive}.")


def _nothing(_words: str) -> None:
    """Says nothing."""
