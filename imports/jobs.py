"""What imports do by the clock: files of runs that are over leave the server, and no run is left standing."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core import jobs

from .models import Import
from .tasks import carry_out

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


def take_up_again() -> int:
    """Runs that are at work while no task is: those that came with the export of a whole site, which leaves tasks
    behind. One whose task was given up is left to the administrators, who are shown it."""
    open_tasks = DBTaskResult.objects.filter(task_path=carry_out.module_path).exclude(
        status=TaskResultStatus.SUCCESSFUL
    )
    at_work = {task.args_kwargs["args"][0] for task in open_tasks}
    # What a command on the server brings in has no file of its own here, and goes on when the command is given again.
    left = Import.objects.filter(state__in=Import.AT_WORK).exclude(pk__in=at_work).exclude(file="")
    numbers = list(left.values_list("pk", flat=True))
    for pk in numbers:
        carry_out.enqueue(pk)
    return len(numbers)


def register_jobs() -> None:
    every = timedelta(hours=1)
    jobs.register("imports", _("Delete the files of imports that are over"), every, forget_files)
    jobs.register("imports-at-work", _("Go on with imports that nobody works on"), every, take_up_again)
