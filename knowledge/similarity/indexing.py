"""Keeping the words of published pages, so that pages are compared by what they are about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from blog.models import WriteUpPage
from blog.plain_text import plain_text_of
from publishing import lifecycle
from publishing.models import ArticleTag

from ..models import IndexedPage, Term, TermWeight
from .words import stem, words_of

MOST_TERMS = 96  # of one page: those it is most about
HALF_WEIGHT = 2.0  # so much counted words weigh half of what endless repetition would

# How much a word counts where it stands.
IN_TITLE, IN_GOAL, IN_SUMMARY, IN_TAGS, IN_LESSONS, IN_BODY = 3.0, 2.5, 2.0, 2.0, 1.0, 0.5


@dataclass(frozen=True)
class Words:
    """What a page is about: for each stem its weight between 0 and 1, and the word it is written by most often."""

    weights: Mapping[str, float]
    written: Mapping[str, str]


def index_page(pk: int) -> bool:
    """Know the words of a page as it is published now, or nothing of what is not. Says whether it is known."""
    return pk in index_pages([pk])


@transaction.atomic
def index_pages(numbers: Iterable[int]) -> set[int]:
    """The same for several pages, all or none; says which are known. A steady number of queries."""
    numbers = list(numbers)
    live = lifecycle.lock_all(numbers).filter(live=True)
    pages = {page.pk: words_of_page(page, tags) for page, tags in _with_tags(live)}
    IndexedPage.objects.filter(pk__in=numbers).exclude(pk__in=pages.keys()).delete()
    _store(pages)
    return set(pages)


def _with_tags(articles: QuerySet[Any, Any]) -> Iterable[tuple[Any, list[str]]]:
    pages: list[Any] = list(articles.order_by("pk").specific())  # type: ignore[attr-defined]  # Wagtail's own
    tags: dict[int, list[str]] = defaultdict(list)
    rows = ArticleTag.objects.filter(content_object_id__in=[page.pk for page in pages]).order_by("pk")
    for pk, name in rows.values_list("content_object_id", "tag__name"):
        tags[pk].append(name)
    return [(page, tags[page.pk]) for page in pages]


def words_of_page(page: Any, tags: Iterable[str]) -> Words:
    """Of the stems in a page those that it is most about."""
    counted: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for text, worth in _parts_of(page, tags):
        found = words_of(text)
        words.update(found)
        for word in found:
            counted[stem(word)] += worth  # type: ignore[assignment]  # a Counter adds up fractions as well
    weights = {found: count / (count + HALF_WEIGHT) for found, count in counted.most_common(MOST_TERMS)}
    written = {stem(word): word for word, _count in reversed(words.most_common())}
    return Words(weights, written)


def _parts_of(page: Any, tags: Iterable[str]) -> Iterable[tuple[str, float]]:
    yield page.title, IN_TITLE
    yield page.summary, IN_SUMMARY
    yield " ".join(tags), IN_TAGS
    yield page.outcome, IN_LESSONS
    if isinstance(page, WriteUpPage):
        yield plain_text_of(page.goal), IN_GOAL
        yield plain_text_of(page.would_repeat, page.would_avoid), IN_LESSONS
    yield plain_text_of(page.body), IN_BODY


def _store(pages: Mapping[int, Words]) -> None:
    stems = {stem for words in pages.values() for stem in words.weights}
    numbers = numbers_of(stems)
    missing = sorted(stems - numbers.keys())
    if missing:
        # Whoever stores the same new word at this moment waits for us, or we for them: in one order.
        Term.objects.bulk_create([Term(stem=each) for each in missing], ignore_conflicts=True)
        numbers |= numbers_of(missing)
    now = timezone.now()
    IndexedPage.objects.bulk_create(
        [IndexedPage(pk=pk, indexed_at=now) for pk in pages],
        update_conflicts=True, unique_fields=["article"], update_fields=["indexed_at"],
    )  # fmt: skip
    TermWeight.objects.filter(article_id__in=pages.keys()).delete()
    TermWeight.objects.bulk_create(
        TermWeight(article_id=pk, term_id=numbers[stem], weight=weight, word=words.written[stem])
        for pk, words in pages.items()
        for stem, weight in words.weights.items()
    )


def numbers_of(stems: Iterable[str]) -> dict[str, int]:
    """The numbers of those of these stems that some page has."""
    return dict(Term.objects.filter(stem__in=list(stems)).values_list("stem", "pk"))
