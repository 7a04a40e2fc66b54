"""Runs in the background. A task that is taken back and run again goes on where the run stood."""

import time

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from core import lanes

from .models import Import
from .refusals import RefusedFile
from .running import bring_in, read_all
from .sources import opened
from .stage import Stage

# Of the time that a task may take. The rest is for reading the file, and for the lot at hand.
_SHARE = 0.5


@task(priority=lanes.LONG)
def carry_out(run_id: int) -> None:
    """Go on with a run. One that takes longer than a task may is handed on to another."""
    run = Import.objects.select_related("team", "by").filter(pk=run_id, state__in=Import.AT_WORK).first()
    if run is None:
        return
    is_trial = run.state == Import.State.CHECKING
    until = time.monotonic() + settings.INTRAMURAL_TASK_SECONDS * _SHARE
    try:
        with opened(run.file, run.pictures or None) as (export, shelf), Stage() as stage:
            notes = read_all(stage, export, run.format)
            is_over = bring_in(run, stage, notes, shelf, is_trial=is_trial, until=None if is_trial else until)
    except RefusedFile as refused:
        _refuse(run, str(refused))
        return
    except PermissionDenied:
        # Tried again it would end here again, and stand as running for as long as anybody looks.
        _refuse(run, _("Whoever began this is no administrator any more, so it was stopped."))
        return
    if not is_over:
        carry_out.enqueue(run.pk)


def _refuse(run: Import, why: str) -> None:
    """The run ends here, and says why to whoever looks."""
    Import.objects.filter(pk=run.pk).update(state=Import.State.REFUSED, refusal=why, finished_at=timezone.now())
