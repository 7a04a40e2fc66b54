"""`export_site`: everything, in open formats."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser

from core.text import fold
from exports.archive import BrokenArchive, written
from exports.of_person import write_person
from exports.of_team import write_team
from exports.site import Say, export_site
from exports.snapshot import one_moment
from teams.models import Team


class Command(BaseCommand):
    help = (
        "Writes the whole site into a new folder or zip, from which `import_site` makes the same site again; or what "
        "one team's lead reads of it, or what is by and about one person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="A folder or zip that does not exist yet.")
        parser.add_argument(
            "--with-secrets", action="store_true", help="Take digests of passwords along. Keep such an archive locked."
        )
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--team", metavar="SLUG", help="What the leads of this team may read of it.")
        one.add_argument("--person", metavar="USERNAME", help="Everything by and about this person.")

    def handle(self, *, archive: Path, with_secrets: bool, team: str, person: str, **options: Any) -> None:
        say = self.stderr.write if options["verbosity"] else _nothing
        try:
            if team or person:
                if with_secrets:
                    raise CommandError("--with-secrets is for the whole site.")
                manifest = _part(archive, team, person, say)
            else:
                manifest = export_site(archive, with_secrets=with_secrets, say=say)
        except BrokenArchive as refusal:
            raise CommandError(str(refusal)) from None
        rows = sum(facts.get("rows", 0) for facts in manifest["files"].values())
        self.stdout.write(f"{rows} rows and {len(manifest['files'])} files are in {archive}.")


def _part(archive: Path, slug: str, username: str, say: Say) -> dict[str, Any]:
    if username:
        person = get_user_model().objects.filter(username_folded=fold(username)).first()
        if person is None:
            raise CommandError(f"There is nobody called {username}.")
        with one_moment(), written(archive) as target:
            return write_person(target, person, say)
    team = Team.objects.filter(slug=slug).select_related("page", "collection").first()
    if team is None:
        raise CommandError(f"There is no team at /teams/{slug}/.")
    lead = team.memberships.leads().select_related("person").order_by("pk").first()
    if lead is None:
        raise CommandError("The team has no lead who is still here: nobody could read it.")
    with one_moment(), written(archive) as target:
        return write_team(target, team, lead.person, say)


def _nothing(_words: str) -> None:
    """Says nothing."""
