"""The jobs that keep the house itself in order. Every other app registers its own in `core.jobs`."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core import effects, mail
from core.jobs import register
from operations import recovery
from operations.due_pages import change_due_pages
from operations.pruning import clear_sessions, prune


def register_jobs() -> None:
    register("pages", _("Publish and expire pages at their time"), timedelta(seconds=20), change_due_pages)
    register("tasks", _("Take back tasks of lost workers"), timedelta(seconds=10), recovery.sweep)
    register("effects", _("Find effects that lost their task"), timedelta(minutes=5), effects.sweep)
    register("sent-mail", _("Drop the text of mail that was sent"), timedelta(minutes=5), mail.forget_sent)
    register("sessions", _("Clear sessions that ran out"), timedelta(days=1), clear_sessions)
    register("prune", _("Delete what is long finished"), timedelta(days=1), prune)
