"""What the two commands share: they are the screen's run, in a terminal."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.access import is_administrator
from core.text import fold
from teams.creation import create_team
from teams.models import Team

from . import report
from .authors import LARGEST_LIST, read_list
from .converting.inline import shortened
from .models import Import
from .pictures.shelf import Shelf
from .reading.notes import Notes
from .refusals import RefusedFile
from .running import made_ready, read_all
from .sources import opened
from .stage import Stage


class ImportCommand(BaseCommand):
    format: Import.Format

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="The export.")
        parser.add_argument(
            "--team", metavar="SLUG", help="The team whose blog it becomes. Left out: a team is made for it."
        )
        parser.add_argument(
            "--by", metavar="USERNAME", help="The administrator who stands for it. Left out: the first."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing.")
        parser.add_argument(
            "--authors", metavar="FILE", type=Path, help="Who is who: a CSV file or JSON object, login to username."
        )
        parser.add_argument(
            "--pictures", metavar="PATH", type=Path, help="A folder or zip file with the blog's pictures."
        )
        parser.add_argument("--fetch", action="store_true", help="Fetch pictures that are not there from the old blog.")

    def handle(self, **options: Any) -> None:
        try:
            self._bring(options)
        except RefusedFile as refused:
            raise CommandError(str(refused)) from refused

    def _bring(self, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        if not file.exists():
            raise CommandError(_("There is no file %(path)s.") % {"path": file})
        by = _administrator(options["by"])
        people = _people(options["authors"])
        is_trial: bool = options["dry_run"]
        with opened(file, options["pictures"]) as (export, shelf), Stage() as stage:
            notes = read_all(stage, export, self.format)
            run = Import(
                format=self.format, name=file.name[:255], people=people, fetches=options["fetch"], by=by,
                state=Import.State.CHECKING if is_trial else Import.State.RUNNING,
            )  # fmt: skip
            if is_trial:
                with transaction.atomic():
                    self._carry_out(run, stage, notes, shelf, options["team"], is_trial=True)
                    transaction.set_rollback(True)
            else:
                self._carry_out(run, stage, notes, shelf, options["team"], is_trial=False)

    def _carry_out(
        self, run: Import, stage: Stage, notes: Notes, shelf: Shelf, team: str | None, *, is_trial: bool
    ) -> None:
        with transaction.atomic():
            # Refused, it leaves neither a team nor a run that would stand as running for good.
            run.team = _team_named(team) if team else _team_of(stage, run.by)
            run.save()
            work = made_ready(run, stage, shelf, is_trial=is_trial)
            if not is_trial:
                _end_what_was_killed(stage.site.source, run)
        work.go(notes, None)
        for line in report.as_text(run):
            self.stdout.write(line)


def _end_what_was_killed(source: str, run: Import) -> None:
    """The same command was given before and did not come to its end; this one goes on behind it."""
    stopped = Import.objects.filter(source=source, team=run.team, file="", state=Import.State.RUNNING)
    words = _("It was stopped on its way, and the command was given again.")
    stopped.exclude(pk=run.pk).update(state=Import.State.REFUSED, refusal=words, finished_at=timezone.now())


def _administrator(username: str | None) -> Any:
    people = get_user_model().objects
    if username is None:
        first = people.administrators().order_by("pk").first()
        if first is None:
            raise CommandError(_("There is no administrator yet who could stand for it."))
        return first
    person = people.filter(username_folded=fold(username)).first()
    if not is_administrator(person):
        raise CommandError(_("%(name)s is no administrator here.") % {"name": username})
    return person


def _people(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        with path.open("rb") as file:
            return read_list(file.read(LARGEST_LIST))
    except OSError as missing:
        raise CommandError(_("The list of authors cannot be opened: %(why)s") % {"why": missing.strerror}) from missing


def _team_named(slug: str) -> Team:
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        known = ", ".join(Team.objects.order_by("slug").values_list("slug", flat=True)[:50])
        raise CommandError(_("There is no team “%(slug)s”. There are: %(known)s") % {"slug": slug, "known": known})
    return team


def _team_of(stage: Stage, by: Any) -> Team:
    """The team that this blog was imported into before, or has the blog's name; else a new one for it."""
    known_runs = Import.objects.filter(source=stage.site.source, title=stage.site.title[:255])
    earlier = known_runs.filter(state__in=(Import.State.RUNNING, Import.State.DONE)).first()
    if earlier is not None:
        return earlier.team
    name = shortened(stage.site.title or stage.site.source, 60)
    slug = slugify(name) or f"blog-{slugify(stage.site.source)[:40] or 'imported'}"
    known = Team.objects.filter(Q(name_folded=fold(name)) | Q(slug=slug)).first()
    if known is not None:
        return known
    purpose = _("What was written on the old blog “%(name)s”.") % {"name": name}
    try:
        return create_team(by=by, name=name, slug=slug, purpose=purpose)
    except ValidationError as refused:
        raise CommandError(_("Name a team with --team: none could be made for this blog.")) from refused
