"""What the worker does when a page was published, moved or taken back, and what the clock makes up for."""

import logging
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django_tasks import task
from wagtail.models import Page

from core import lanes
from publishing.models import Article

from .models import IndexedPage
from .similarity import indexing, rebuilding, related

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)
AT_ONCE = 300
_SHARE = 0.4  # of the time that a task may take; comparing all of them comes after it


@task()
def know(article_id: int) -> None:
    """Take up what a page says now, and what resembles it. Told twice, or late, it finds the page as it is by then."""
    indexing.index_page(article_id)
    with_few = related.relate(article_id)
    for pk in sorted({*related.cited_from(article_id), *with_few} - {article_id}):
        related.relate(pk)


def know_taken_back(page: Page) -> None:
    """A page was unpublished. One that is deleted says so first, and stands as live until its rows go with it."""
    if Article.objects.filter(pk=page.pk, live=False).exists():
        know.enqueue(page.pk)


def know_below(page: Page) -> None:
    """A page moved, with everything below it, maybe to another team."""
    for pk in Article.objects.filter(path__startswith=page.path, live=True).values_list("pk", flat=True):
        know.enqueue(pk)


@task(priority=lanes.LONG)
def know_all_missing() -> None:
    """The same for thousands of pages, whose facts are read once for all. One that takes longer than a task may is
    handed on to another."""
    until = time.monotonic() + settings.INTRAMURAL_TASK_SECONDS * _SHARE
    if not rebuilding.take_up(list(_unknown()), logger.info, until):
        know_all_missing.enqueue()
    elif _unrelated().exists():
        rebuilding.relate_all(logger.info)


def know_missing() -> int:
    """Live pages that nobody has told of: from before there was an index, or brought in another way. Says how many."""
    unknown = list(_unknown()[: AT_ONCE + 1])
    unrelated = list(_unrelated()[: AT_ONCE + 1])
    if len(unknown) + len(unrelated) > AT_ONCE:
        know_all_missing.enqueue()
    else:
        indexing.index_pages(unknown)
        for pk in sorted({*unknown, *unrelated}):
            related.relate(pk)
    return len({*unknown, *unrelated})


def _unknown() -> QuerySet[Any, int]:
    missing = Article.objects.filter(live=True).exclude(pk__in=IndexedPage.objects.values("pk"))
    return missing.order_by("pk").values_list("pk", flat=True)


def _unrelated() -> QuerySet[Any, int]:
    return IndexedPage.objects.filter(length=None).order_by("pk").values_list("pk", flat=True)
