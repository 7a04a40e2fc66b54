"""What imports do by the clock: the files of runs that are over leave the server."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import jobs

from .models import Import

KEPT_FOR = timedelta(days=7)


def forget_files() -> int:
    """An export holds addresses, and posts that were never public. It is kept while it may still be needed: a week
    for one that nobody went on with, and no longer than the run otherwise."""
    now = timezone.now()
    over = Q(state=Import.State.DONE) | Q(state=Import.State.REFUSED)
    stale = Q(created_at__lt=now - KEPT_FOR, state=Import.State.CHECKED)
    runs = Import.objects.filter(over | stale).exclude(file="", pictures="")
    count = 0
    for run in runs:
        files = [each for each in (run.file, run.pictures) if each]
        names = [(each.storage, str(each.name)) for each in files]
        Import.objects.filter(pk=run.pk).update(file="", pictures="")
        for storage, name in names:
            storage.delete(name)
        count += len(names)
    return count


def register_jobs() -> None:
    jobs.register("imports", _("Delete the files of imports that are over"), timedelta(hours=1), forget_files)
