"""Asking for a package, making it, and letting go of it."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from core import lanes
from core.access import group_ids
from teams.models import Team

from . import notices
from .archive import written
from .models import Package, package_path
from .of_person import write_person
from .of_team import write_team
from .permissions import may_ask_for_person, may_ask_for_team
from .snapshot import one_moment

KEPT_FOR = timedelta(days=7)
LOST_AFTER = timedelta(days=1)  # the queue tries for fifteen hours, then gives up in the open


def ask_for_team(*, team: Team, by: Any) -> Package:
    """Have everything made that ``by`` may read of a team they lead. What they had before goes."""
    if not may_ask_for_team(by, team):
        raise PermissionDenied
    return _ask(by, team=team)


def ask_for_person(*, person: Any, by: Any) -> Package:
    """Have everything made that is by and about somebody: oneself, or for administrators anybody."""
    if not may_ask_for_person(by, person):
        raise PermissionDenied
    return _ask(by, person=person)


@transaction.atomic
def _ask(by: Any, **subject: Any) -> Package:
    now = timezone.now()
    package, is_new = Package.objects.select_for_update().get_or_create(
        asked_by=by, **subject, defaults={"asked_at": now}
    )
    if not is_new:
        if not package.is_ready and package.asked_at > now - LOST_AFTER:
            return package  # asked twice is asked once
        package.delete()
        package = Package.objects.create(asked_by=by, asked_at=now, **subject)
    make.enqueue(package.pk)
    return package


@task(priority=lanes.LONG)
def make(package_id: int) -> None:
    """Write the archive beside everything else, keep it, and say so. Rights are asked again first."""
    package = _waiting(package_id)
    if package is None:
        return
    if not _may_still_ask(package):
        package.delete()
        return
    reads = sorted(group_ids(package.person)) if package.person else []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        with one_moment(), written(path) as target:
            if package.team is not None:
                write_team(target, package.team, package.asked_by)
            else:
                write_person(target, package.person)
        _keep(package, path, reads)


def _waiting(pk: int) -> Package | None:
    rows = Package.objects.select_related("team__page", "team__collection", "person", "asked_by")
    found: Package | None = rows.filter(pk=pk, state=Package.State.WAITING).first()
    return found


def _may_still_ask(package: Package) -> bool:
    if package.team is not None:
        return may_ask_for_team(package.asked_by, package.team)
    return may_ask_for_person(package.asked_by, package.person)


def _keep(package: Package, path: Path, reads: list[int]) -> None:
    """Store the file, then say in one transaction that it is there. If somebody else was faster, or the package is
    gone, the file goes again; never the one that the other has told of."""
    if _waiting(package.pk) is None:
        return
    field: Any = package.file
    wanted = field.field.generate_filename(package, path.name)
    field.storage.delete(wanted)  # of a worker that was killed before it could say so
    with path.open("rb") as file:
        name = field.storage.save(wanted, File(file))
    now = timezone.now()
    facts = {"state": Package.State.READY, "file": name, "size": path.stat().st_size, "made_at": now, "reads": reads}
    with transaction.atomic():
        is_ours = Package.objects.filter(pk=package.pk, state=Package.State.WAITING).update(**facts)
        if is_ours:
            notices.package_ready(package)
    if not is_ours and not Package.objects.filter(pk=package.pk, file=name).exists():
        field.storage.delete(name)


def forget_about(person: Any) -> None:
    """Whose name is removed leaves none of it in an archive."""
    for package in Package.objects.filter(Q(person=person) | Q(asked_by=person)):
        package.delete()


def forget_what_closed(team: Team) -> None:
    """Pages of this team are not for everybody any more: whoever is not in it keeps nothing of them in an archive."""
    if team.audience_id is None:
        return
    own = Package.objects.filter(person=F("asked_by"), person__is_superuser=False)
    for package in own.exclude(person__groups=team.audience_id):
        package.delete()


def forget_old() -> int:
    """What was not fetched in time, and what was never finished."""
    now = timezone.now()
    old = Package.objects.filter(
        Q(made_at__lt=now - KEPT_FOR) | Q(state=Package.State.WAITING, asked_at__lt=now - LOST_AFTER)
    )
    packages = list(old[:500])
    for package in packages:
        package.delete()
    return len(packages)


def forget_file(package: Package) -> None:
    """With the row goes its file, once nobody can have the row back; also one that was stored and never told of."""
    storage, name = package.file.storage, package.file.name or package_path(package, "")
    transaction.on_commit(lambda: storage.delete(name))
