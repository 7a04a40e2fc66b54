"""Taking up the words of every published page anew, and what resembles what."""

import time
from collections.abc import Callable

from publishing.models import Article

from .indexing import index_page
from .models import IndexedPage
from .related import relate

TOLD_EVERY = 1000


def rebuild(say: Callable[[str], object] | None = None) -> None:
    """Readers see the old answers until a page's turn has come. Stopped and started again, it begins anew."""
    live = Article.objects.filter(live=True).order_by("pk")
    numbers = list(live.values_list("pk", flat=True))
    IndexedPage.objects.exclude(pk__in=live.order_by().values("pk")).delete()
    for name, act in (("words", index_page), ("related", relate)):
        started = time.monotonic()
        for done, pk in enumerate(numbers, start=1):
            act(pk)
            if say and done % TOLD_EVERY == 0:
                say(f"{name}: {done} of {len(numbers)}")
        took = time.monotonic() - started
        if say and numbers:
            say(f"{name}: {len(numbers)} pages in {took:.0f} s, {1000 * took / len(numbers):.1f} ms a page")
