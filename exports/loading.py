"""Bringing a whole site into an empty house: all of it or nothing.

Nobody is told and nothing is numbered anew. Rows go into the tables as they were, in one transaction; files lie ready
before it begins and are taken away again if it fails.
"""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Count, F, Q
from wagtail.models import Collection, Page, Site

from conversations.models import State
from core import portable
from publishing.models import Article
from teams.models import Team

from .archive import BrokenArchive, Source, opened
from .arriving_files import Arriving
from .columns import WrongValue
from .names import Names
from .numbering import number_on
from .schema import FORMAT, VERSION
from .site import SITE
from .tables import Table, all_tables

logger = logging.getLogger(__name__)

Say = Callable[[str], Any]


class NotEmpty(Exception):  # noqa: N818 - it reads as what was found
    """Somebody lives here already."""


def import_site(path: Path, *, say: Say = lambda words: None) -> dict[str, int]:
    """Fill this empty installation from the archive at ``path``; returns how many rows each table got.

    Raises NotEmpty or BrokenArchive, and has changed nothing then.
    """
    refuse_others()
    with opened(path) as source:
        check(source)
        say("The archive is whole.")
        arriving = Arriving(source)
        try:
            arriving.store(say)
            counts = _fill(source, say)
        except BaseException:
            arriving.take_back()
            raise
    _forget_what_was_known()
    if miscounted := _miscounted():
        say(f"Pages whose count of comments was wrong in the old house already, and still is: {miscounted}")
    _make_anew(say)
    return counts


def _make_anew(say: Say) -> None:
    """What is made from all the rest. Everything is in by now, so one that fails keeps back neither the others nor the
    word that the site is here."""
    for name, function in portable.rebuilds().items():
        say(f"{name} …")
        try:
            function()
        except Exception as failure:
            logger.exception("%s could not be made anew", name)
            say(
                f"{name}: this stopped ({failure}). All rows and files are here; the clock tries again what is missing."
            )


def refuse_others() -> None:
    """Raises NotEmpty unless nobody has begun to work here."""
    if get_user_model().objects.exists() or Team.objects.exists() or Article.objects.exists():
        raise NotEmpty(
            "There are people, teams or pages here already. A site is brought into an empty installation only: "
            "use a new database and a new DATA_DIR, run `manage.py migrate`, and import before anybody signs in."
        )


def check(source: Source) -> None:
    """Whether this is a whole export of a whole site that we can read. Raises BrokenArchive."""
    manifest = source.manifest
    if manifest.get("format") != FORMAT:
        raise BrokenArchive("This is no export of Intramural.")
    version = manifest.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise BrokenArchive(
            f"The archive is of format {version}, and this installation reads up to {VERSION}. Update it first."
        )
    if manifest.get("scope") != SITE:
        raise BrokenArchive(
            "This is the export of one team or person. It is for reading; only a whole site comes back."
        )
    lost = manifest.get("lost_files", [])
    if not isinstance(lost, list) or not all(isinstance(name, str) for name in lost):
        raise BrokenArchive("manifest.json does not say which files were lost: it is damaged or was changed.")
    tables = {table.file for table in all_tables()}
    for name in source.files:
        if name.startswith("data/") and name not in tables:
            raise BrokenArchive(
                f"{name}: this installation knows no such table. It is older than the archive, or lacks an app."
            )
    source.check()


def _fill(source: Source, say: Say) -> dict[str, int]:
    names = Names()
    tables = all_tables(with_secrets=True)
    try:
        with transaction.atomic():
            _clear(tables)
            counts = {}
            for table in tables:
                counts[table.label] = _load(table, source, names)
                say(f"{table.label}: {counts[table.label]}")
            number_on(tables, _given_out(source))
            connection.check_constraints()
            _verify(tables, counts)
    except IntegrityError as failure:
        raise BrokenArchive(f"Rows of the archive do not fit together: {failure}") from failure
    except DatabaseError as failure:
        raise BrokenArchive(f"The database refuses a row of the archive: {failure}") from failure
    return counts


def _clear(tables: list[Table]) -> None:
    """What migrations put there comes back with the archive, under the numbers that it had."""
    models = portable.made_anew()
    with connection.cursor() as cursor:
        for model in [*models, *(table.model for table in tables)]:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - a table of ours


def _load(table: Table, source: Source, names: Names) -> int:
    if table.file not in source.files:
        return 0  # of an archive from before there was such a table
    try:
        return table.insert(_stored(table, source, names))
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as failure:
        # Inside of JSON anything may stand, and each kind of field stumbles over it in its own way.
        raise BrokenArchive(f"{table.file} holds a row that cannot be stored: {failure}") from failure


def _stored(table: Table, source: Source, names: Names) -> Iterator[SimpleNamespace]:
    """Rows for the database. Columns that are newer than the archive get what a new row would."""
    blanks = _blanks(table)
    for number, row in source.rows(table.file):
        try:
            yield table.stored(row, names, blanks)
        except WrongValue as wrong:
            raise BrokenArchive(f"{table.file}, line {number}: {wrong}.") from wrong


def _blanks(table: Table) -> dict[str, Callable[[], Any]]:
    """A column may be missing where it has a default; a password nobody took along opens nothing."""
    found: dict[str, Callable[[], Any]] = {}
    for column in table.all_columns:
        if column.name in table.carried.secret:
            found[column.name] = partial(make_password, None)
        elif column.field.has_default() or column.field.null:
            found[column.name] = column.field.get_default
    return found


def _given_out(source: Source) -> dict[str, Any]:
    told = source.manifest.get("numbers_given_out")
    return told if isinstance(told, dict) else {}


def _verify(tables: list[Table], counts: dict[str, int]) -> None:
    """What is there is what came in, and the trees hang together. Raises BrokenArchive."""
    for table in tables:
        there = table.everything().count()
        if there != counts[table.label]:
            raise BrokenArchive(f"{table.label}: {counts[table.label]} rows came in and {there} are there.")
    for model in (Page, Collection):
        if any(model.find_problems()):
            raise BrokenArchive(f"The tree of {model._meta.verbose_name_plural} in the archive does not hang together.")


def _miscounted() -> int:
    """What comes back is what went out, a wrong count included; whoever imports should know."""
    shown = Count("comments", filter=Q(comments__state=State.PUBLIC))
    return Article.objects.annotate(shown=shown).exclude(shown=F("comment_count")).count()


def _forget_what_was_known() -> None:
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    cache.clear()
