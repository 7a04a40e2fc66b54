"""Keeping the words of published pages, so that pages are compared by what they are about."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from blog.models import WriteUpPage
from blog.plain_text import plain_text_of
from publishing import lifecycle
from publishing.models import Article

from .models import IndexedPage, Term, TermWeight
from .words import stem, stems_of, words_of

MOST_TERMS = 96  # of one page: those it is most about
HALF_WEIGHT = 2.0  # so much counted words weigh half of what endless repetition would

# How much a word counts where it stands.
IN_TITLE, IN_GOAL, IN_SUMMARY, IN_TAGS, IN_LESSONS, IN_BODY = 3.0, 2.5, 2.0, 2.0, 1.0, 0.5


def index_page(pk: int) -> bool:
    """Know the words of a page as it is published now, or nothing of what is not. Says whether it is known."""
    with transaction.atomic():
        try:
            article = lifecycle.lock(Article(pk=pk))
        except Article.DoesNotExist:
            return False  # and its rows went with it
        if not article.live:
            forget(pk)
            return False
        _store(pk, weights_of(article.specific))
    return True


def forget(pk: int) -> None:
    IndexedPage.objects.filter(pk=pk).delete()


def weights_of(page: Any) -> dict[str, float]:
    """The stems that a page is most about, each between 0 and 1."""
    counted: Counter[str] = Counter()
    for text, worth in _parts_of(page):
        for found in stems_of(text):
            counted[found] += worth  # type: ignore[assignment]  # a Counter adds up fractions as well
    return {found: count / (count + HALF_WEIGHT) for found, count in counted.most_common(MOST_TERMS)}


def words_by_stem(page: Any) -> dict[str, str]:
    """For each stem the word that a page writes it by most often."""
    counted = Counter(word for text, _worth in _parts_of(page) for word in words_of(text))
    return {stem(word): word for word, _count in reversed(counted.most_common())}


def _parts_of(page: Any) -> Iterable[tuple[str, float]]:
    yield page.title, IN_TITLE
    yield page.summary, IN_SUMMARY
    yield " ".join(page.tags.names()), IN_TAGS
    yield page.outcome, IN_LESSONS
    if isinstance(page, WriteUpPage):
        yield plain_text_of(page.goal), IN_GOAL
        yield plain_text_of(page.would_repeat, page.would_avoid), IN_LESSONS
    yield plain_text_of(page.body), IN_BODY


def _store(pk: int, weights: Mapping[str, float]) -> None:
    numbers = numbers_of(weights)
    missing = [each for each in sorted(weights) if each not in numbers]
    if missing:
        # Whoever stores the same new word at this moment waits for us, or we for them: in one order.
        Term.objects.bulk_create([Term(stem=each) for each in missing], ignore_conflicts=True)
        numbers |= numbers_of(missing)
    row, _is_new = IndexedPage.objects.update_or_create(pk=pk)
    row.weights.all().delete()
    TermWeight.objects.bulk_create(
        TermWeight(article=row, term_id=numbers[each], weight=weight) for each, weight in weights.items()
    )


def numbers_of(stems: Iterable[str]) -> dict[str, int]:
    """The numbers of those of these stems that some page has."""
    return dict(Term.objects.filter(stem__in=list(stems)).values_list("stem", "pk"))
