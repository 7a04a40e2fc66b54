"""The whole site, into an archive from which it can come back the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone

from publishing.models import Article
from teams.models import Team

from . import lines
from .archive import Target, written
from .names import Names
from .numbering import given_out
from .readable.pages import everything, write_pages
from .schema import FORMAT, VERSION, schema
from .snapshot import one_moment
from .stored_files import stored_names, take_files
from .tables import Table, all_tables

Say = Callable[[str], Any]
SITE, TEAM, PERSON = "site", "team", "person"


def export_site(path: Path, *, with_secrets: bool = False, say: Say = lambda words: None) -> dict[str, Any]:
    """Write everything to ``path``; returns the manifest. Memory stays flat, however much there is.

    With ``with_secrets`` the digests of passwords go along, so that people sign in as before. Raises BrokenArchive.
    """
    tables = all_tables(with_secrets=with_secrets)
    with one_moment(), written(path) as target:
        names = Names()
        for table in tables:
            count = lines.write(target, table.file, table.rows(names))
            say(f"{table.label}: {count}")
        write_pages(target, Article.objects.filter(live=True), Team.objects.all(), everything(), say)
        lost = take_files(target, stored_names(tables), say)
        write_schema(target, tables)
        told = {"with_secrets": with_secrets, "lost_files": lost, "numbers_given_out": given_out(tables)}
        manifest = heading(SITE) | told
        target.finish(manifest)
    return manifest | {"files": target.files}


def heading(scope: str) -> dict[str, Any]:
    """What every manifest begins with. The only place in an archive that tells the time."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "scope": scope,
        "made_at": timezone.now().isoformat(timespec="seconds"),
    }


def write_schema(target: Target, tables: list[Table]) -> None:
    target.text("schema.json", lines.pretty(schema(tables)))
