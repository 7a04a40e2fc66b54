"""What the worker does when a page was published or taken back."""

from django_tasks import task
from wagtail.models import Page

from publishing.models import Article

from . import indexing


@task()
def know(article_id: int) -> None:
    """Take up what a page says now. Told twice, or late, it finds the page as it is by then."""
    indexing.index_page(article_id)


def know_below(page: Page) -> None:
    """A page moved, with everything below it, maybe to another team."""
    for pk in Article.objects.filter(path__startswith=page.path, live=True).values_list("pk", flat=True):
        know.enqueue(pk)
