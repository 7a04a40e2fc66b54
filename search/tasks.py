"""What search does in the background: ids in, rows asked for again."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from core import lanes
from core.jobs import register

from .index import keeping


@task(priority=lanes.SOON)
def index(kind: str, pks: list[int]) -> None:
    keeping.put(kind, pks)


@task(priority=lanes.SOON)
def index_page(pk: int) -> None:
    keeping.put_page(pk)


@task(priority=lanes.SOON)
def index_thread(pk: int) -> None:
    keeping.put_thread(pk)


def register_jobs() -> None:
    register("search", _("Mend the search index"), timedelta(minutes=10), keeping.mend)
