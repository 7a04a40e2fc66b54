"""Taking up the words of every published page anew, and what resembles what.

All at once costs a few milliseconds a page, because every page's facts are read once and compared in memory; one by
one, as pages are published, each asks the database for its own.
"""

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from core import turns
from publishing import lifecycle
from publishing.models import Article

from ..models import IndexedPage, RelatedPage
from .facts import AtHand
from .indexing import index_pages
from .likeness import Reasons, closest
from .related import RELATING, STORED, relate, store

TOGETHER = 50  # pages that are locked at the same time
TOLD_EVERY = 1000

Say = Callable[[str], object]
Row = tuple[float, Reasons]


def rebuild(say: Say | None = None) -> None:
    """Readers see the old answers until a page's turn has come. Stopped and started again, it begins anew."""
    tell = say or (lambda _line: None)
    live = Article.objects.filter(live=True).order_by("pk")
    numbers = list(live.values_list("pk", flat=True))
    IndexedPage.objects.exclude(pk__in=live.order_by().values("pk")).delete()
    take_up(numbers, tell)
    relate_all(tell)


def take_up(numbers: Sequence[int], tell: Say, until: float = math.inf) -> bool:
    """Know the words of these pages. Says whether that was done for all of them before ``until``, by the monotonic
    clock."""
    with _timed("words", len(numbers), tell) as done:
        for some in _batches(numbers):
            if time.monotonic() > until:
                return False
            index_pages(some)
            done(len(some))
    return True


def relate_all(tell: Say) -> None:
    """Find what resembles what among all pages whose words are known."""
    read_at = timezone.now()
    facts = AtHand()
    numbers = list(facts)
    with _timed("related", len(numbers), tell) as done:
        rows = compare_all(facts)
        for some in _batches(numbers):
            _replace(some, rows, facts.lengths)
            done(len(some))
    # What was published while this ran is in no list that was computed before.
    for pk in IndexedPage.objects.filter(indexed_at__gte=read_at).order_by("pk").values_list("pk", flat=True):
        relate(pk)


def compare_all(facts: AtHand) -> dict[int, dict[int, Row]]:
    """For each page those that resemble it, with what ``related.relate`` would have stored for all of them, the oldest
    first: of two pages the newer one's view counts for both."""
    rows: dict[int, dict[int, Row]] = defaultdict(dict)
    for pk in facts:
        for other, row in closest(pk, facts).items():
            for one, its_neighbour in ((pk, other), (other, pk)):
                rows[one][its_neighbour] = row
                if len(rows[one]) > 2 * STORED:
                    rows[one] = best_of(rows[one])
    return rows


def best_of(rows: dict[int, Row]) -> dict[int, Row]:
    best = sorted(rows, key=lambda other: (-rows[other][0], -other))[:STORED]
    return {other: rows[other] for other in best}


@transaction.atomic
def _replace(numbers: Sequence[int], rows: dict[int, dict[int, Row]], lengths: Mapping[int, float]) -> None:
    live = set(lifecycle.lock_all(numbers).filter(live=True).values_list("pk", flat=True))
    kept = {pk: best_of(rows[pk]) for pk in live if pk in rows}
    still_there = set(Article.objects.filter(pk__in={other for row in kept.values() for other in row}, live=True)
                      .values_list("pk", flat=True))  # fmt: skip
    turns.take(RELATING)
    RelatedPage.objects.filter(article__in=numbers).delete()
    known = IndexedPage.objects.filter(pk__in=live).values_list("pk", flat=True)
    IndexedPage.objects.bulk_create(
        [IndexedPage(pk=pk, length=lengths[pk]) for pk in known],
        update_conflicts=True, unique_fields=["article"], update_fields=["length"],
    )  # fmt: skip
    store(
        RelatedPage(article_id=pk, other_id=other, score=score, reasons=reasons)
        for pk, row in kept.items()
        for other, (score, reasons) in row.items()
        if other in still_there
    )


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + TOGETHER] for start in range(0, len(numbers), TOGETHER))


@contextmanager
def _timed(name: str, pages: int, tell: Say) -> Iterator[Callable[[int], None]]:
    """Says how far it is every thousand pages, and in the end how long it took."""
    started, reached = time.monotonic(), 0

    def done(more: int) -> None:
        nonlocal reached
        if (reached + more) // TOLD_EVERY > reached // TOLD_EVERY:
            tell(f"{name}: {reached + more} of {pages}")
        reached += more

    yield done
    took = time.monotonic() - started
    tell(f"{name}: {pages} pages in {took:.0f} s, {1000 * took / max(1, pages):.1f} ms a page")
