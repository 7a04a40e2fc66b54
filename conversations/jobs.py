"""What happens to threads by the clock."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.jobs import register

from . import moderating


def register_jobs() -> None:
    register("quiet-threads", _("Close threads in which nobody writes"), timedelta(hours=1), close_quiet_threads)


def close_quiet_threads() -> None:
    moderating.close_quiet_threads()
