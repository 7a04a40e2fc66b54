"""What the worker does when a page was published, moved or taken back, and what the clock makes up for."""

from datetime import timedelta

from django_tasks import task
from wagtail.models import Page

from publishing.models import Article

from . import indexing, related
from .models import IndexedPage

EVERY = timedelta(minutes=10)
AT_ONCE = 300


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


def know_missing() -> int:
    """Live pages that nobody has told of: from before there was an index, or brought in another way."""
    missing = Article.objects.filter(live=True).exclude(pk__in=IndexedPage.objects.values("pk")).order_by("pk")
    numbers = list(missing.values_list("pk", flat=True)[:AT_ONCE])
    for pk in numbers:
        indexing.index_page(pk)
    for pk in numbers:
        related.relate(pk)
    return len(numbers)
