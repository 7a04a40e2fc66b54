"""Take up the words of every published page anew, and what resembles what."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from knowledge.indexing import index_page
from knowledge.models import IndexedPage
from knowledge.related import relate
from publishing.models import Article


class Command(BaseCommand):
    help = (
        "Takes up the words of every published page anew and finds what resembles what. Readers see the old answers "
        "until a page's turn has come; stopped and started again, it begins anew and does no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        numbers = list(Article.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))
        IndexedPage.objects.exclude(pk__in=Article.objects.filter(live=True).values("pk")).delete()
        for name, act in (("words", index_page), ("related", relate)):
            started = time.monotonic()
            for done, pk in enumerate(numbers, start=1):
                act(pk)
                if done % 1000 == 0:
                    self.stdout.write(f"{name}: {done} of {len(numbers)}")
            took = time.monotonic() - started
            each = 1000 * took / len(numbers) if numbers else 0
            self.stdout.write(f"{name}: {len(numbers)} pages in {took:.0f} s, {each:.1f} ms a page")
