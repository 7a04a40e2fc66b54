"""What administrators do with an import on its screen: try it out, begin it, drop it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.db.models import Exists, OuterRef

from core.access import is_administrator
from teams.models import Team

from .models import Import, ImportedEntry
from .tasks import carry_out


def try_out(
    *, by: Any, format: str, file: File, team: Team, pictures: File | None = None,
    people: Mapping[str, str] | None = None, fetches: bool = False,
) -> Import:  # fmt: skip
    """Keep the files, and have it said in the background what importing them would do."""
    _require_administrator(by)
    run = Import(
        format=format, name=(file.name or "")[:255], team=team, people=dict(people or {}), fetches=fetches, by=by
    )
    # Files are written before the row: a file that nobody names harms less than a name without its file.
    run.file.save(file.name or "export", file, save=False)
    if pictures is not None:
        run.pictures.save(pictures.name or "pictures.zip", pictures, save=False)
    with transaction.atomic():
        run.save()
        carry_out.enqueue(run.pk)
    return run


@transaction.atomic
def begin(*, by: Any, run: Import) -> bool:
    """Import what was tried out. False where it is not waiting for that any more."""
    _require_administrator(by)
    waiting = Import.objects.filter(pk=run.pk, state=Import.State.CHECKED).exclude(file="")
    if not waiting.update(state=Import.State.RUNNING, by=by, done=0, counts={}, finished_at=None):
        return False
    carry_out.enqueue(run.pk)
    return True


def drop(*, by: Any, run: Import) -> bool:
    """Forget an import that brought nothing, and its files. What was imported stays, and so does its report."""
    _require_administrator(by)
    files = [(each.storage, str(each.name)) for each in (run.file, run.pictures) if each]
    ended = Import.objects.filter(pk=run.pk, state__in=(Import.State.CHECKED, Import.State.REFUSED))
    gone = ended.exclude(Exists(ImportedEntry.objects.filter(run=OuterRef("pk")))).delete()[0]
    if gone:
        for storage, name in files:
            storage.delete(name)
    return bool(gone)


def _require_administrator(person: Any) -> None:
    if not is_administrator(person):
        raise PermissionDenied
