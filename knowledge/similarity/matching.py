"""Which published pages are about what somebody asks.

Okapi's idea in its plainest form: a page scores, for each word asked, how much it is about that word, times how rare
the word is. Of a word and those that mean the same only the best counts, so that five names for colleagues are not
five matches. See docs/decisions/ranking-earlier-work.md.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from publishing.models import Article

from ..models import IndexedPage, TermWeight
from .indexing import numbers_of
from .words import same_meaning, stems_of

SAME_MEANING = 0.7  # what a word of the thesaurus weighs beside one that was typed
MOST_ASKED = 48  # words of a question, the rarest first
COMMON_SHARE, COMMON_AT_LEAST = 0.2, 60  # a word in more pages than this tells nothing


@dataclass(frozen=True)
class Match:
    """A page and how well it fits, in no unit: compare it with others of the same question."""

    article_id: int
    score: float


def rarity(pages: int, with_word: int) -> float:
    return math.log(1 + (pages - with_word + 0.5) / (with_word + 0.5))


def rarities(term_ids: Collection[int]) -> dict[int, float]:
    """How rare each of these words is; without those that stand in too many pages. Two queries."""
    pages = IndexedPage.objects.count()
    counted = (
        TermWeight.objects.filter(term_id__in=term_ids)
        .order_by()
        .values_list("term_id")
        .annotate(pages=Count("article_id"))
    )
    too_many = max(COMMON_AT_LEAST, pages * COMMON_SHARE)
    return {pk: rarity(pages, count) for pk, count in counted if count <= too_many}


def closest(text: str, among: QuerySet[Article]) -> list[Match]:
    """Every page of ``among`` that shares a telling word with the text, the best first. Four queries."""
    asked = dict.fromkeys(stems_of(text))
    others = {stem: same_meaning([stem]) - asked.keys() for stem in asked}
    numbers = numbers_of({*asked, *(stem for group in others.values() for stem in group)})
    rare = rarities(numbers.values())
    kept = set(sorted(rare, key=lambda pk: -rare[pk])[:MOST_ASKED])
    groups = [
        {
            numbers[stem]: rare[numbers[stem]] * (1.0 if stem == word else SAME_MEANING)
            for stem in {word, *others[word]}
            if numbers.get(stem) in kept
        }
        for word in asked
    ]
    return _scored([group for group in groups if group], among)


def _scored(groups: list[Mapping[int, float]], among: QuerySet[Article]) -> list[Match]:
    if not groups:
        return []
    in_groups: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for number, group in enumerate(groups):
        for term_id, worth in group.items():
            in_groups[term_id].append((number, worth))
    rows: Iterable[tuple[int, int, float]] = TermWeight.objects.filter(
        term_id__in=list(in_groups), article_id__in=among.order_by().values("pk")
    ).values_list("article_id", "term_id", "weight")
    best: dict[int, dict[int, float]] = defaultdict(dict)
    for article_id, term_id, weight in rows:
        fits = best[article_id]
        for number, worth in in_groups[term_id]:
            fits[number] = max(fits.get(number, 0.0), weight * worth)
    found = [Match(article_id, sum(fits.values())) for article_id, fits in best.items()]
    return sorted(found, key=lambda match: (-match.score, -match.article_id))
