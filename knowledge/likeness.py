"""How much two published pages resemble each other: by their words, their tags, what they cite, and their team.

Computed for one page against the few that share a rare word, a tag or a citation with it, so that its cost does not
grow with the site.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet

from publishing.models import Article, ArticleTag, Citation

from .indexing import words_by_stem
from .matching import rarity
from .models import IndexedPage, TermWeight

COMPARED_TERMS = 24  # of a page: those that tell most about it
RARE_SHARE, RARE_AT_LEAST = 0.02, 30  # a word in more pages than this brings no candidates
OF_ONE_TAG = 200  # the newest pages under a tag, and those that cite one page
TAG, BOTH_CITE, CITED_BY, SAME_TEAM = 0.12, 0.25, 0.2, 0.05
MOST_OF_A_KIND = 3
NAMED_WORDS = 3
MOST_CONSIDERED = 300
LOWEST = 0.08  # resembles less: not worth a place


@dataclass
class Likeness:
    """One candidate: its score, and what it rests on."""

    score: float = 0.0
    words: Counter[str] = field(default_factory=Counter)
    tags: list[str] = field(default_factory=list)
    both_cite: list[int] = field(default_factory=list)
    cited_by: list[int] = field(default_factory=list)
    same_team: bool = False

    def reasons(self) -> dict[str, Any]:
        told = {
            "words": [word for word, _worth in self.words.most_common(NAMED_WORDS)],
            "tags": self.tags[:NAMED_WORDS],
            "both_cite": self.both_cite[:MOST_OF_A_KIND],
            "cited_by": self.cited_by[:MOST_OF_A_KIND],
            "same_team": self.same_team,
        }
        return {name: value for name, value in told.items() if value}


def likenesses(article: Article) -> dict[int, Likeness]:
    """Live pages that resemble a live page enough, by their numbers. A steady number of queries."""
    found: dict[int, Likeness] = defaultdict(Likeness)
    _by_words(article, found)
    _by_tags(article, found)
    _by_citations(article, found)
    found.pop(article.pk, None)
    near = [pk for pk, likeness in found.items() if likeness.score >= LOWEST - SAME_TEAM]
    found = {pk: found[pk] for pk in sorted(near, key=lambda pk: -found[pk].score)[:MOST_CONSIDERED]}
    teams = dict(Article.objects.filter(pk__in=found.keys(), live=True).values_list("pk", "team_id"))
    for pk, team_id in teams.items():
        if team_id == article.team_id:
            found[pk].score += SAME_TEAM
            found[pk].same_team = True
    return {pk: likeness for pk, likeness in found.items() if pk in teams and likeness.score >= LOWEST}


def _by_words(article: Article, found: dict[int, Likeness]) -> None:
    """The cosine of both pages' words, each weighed by its rarity."""
    pages = IndexedPage.objects.count()
    mine = {pk: (weight, stem) for pk, weight, stem in _weights(article).values_list("term_id", "weight", "term__stem")}
    counted = TermWeight.objects.filter(term_id__in=mine.keys()).order_by().values_list("term_id")
    pages_with = dict(counted.annotate(pages=Count("article_id")))
    worth = {pk: rarity(pages, count) for pk, count in pages_with.items()}
    length = math.sqrt(sum((weight * worth[pk]) ** 2 for pk, (weight, _stem) in mine.items()))
    IndexedPage.objects.filter(pk=article.pk).update(length=length)
    most = max(RARE_AT_LEAST, pages * RARE_SHARE)
    shared = [pk for pk in mine if 1 < pages_with[pk] <= most]
    shared = sorted(shared, key=lambda pk: -mine[pk][0] * worth[pk])[:COMPARED_TERMS]
    if not shared:
        return
    written = words_by_stem(article.specific)
    rows = TermWeight.objects.filter(term_id__in=shared).exclude(article_id=article.pk)
    for other, other_length, term_id, weight in rows.values_list("article_id", "article__length", "term_id", "weight"):
        stem = mine[term_id][1]
        part = mine[term_id][0] * weight * worth[term_id] ** 2 / (length * (other_length or length) or 1)
        found[other].score += part
        found[other].words[written.get(stem, stem)] += part  # type: ignore[assignment]  # fractions add up as well


def _weights(article: Article) -> QuerySet[TermWeight]:
    return TermWeight.objects.filter(article_id=article.pk)


def _by_tags(article: Article, found: dict[int, Likeness]) -> None:
    for tag_id, name in ArticleTag.objects.filter(content_object_id=article.pk).values_list("tag_id", "tag__name"):
        under = ArticleTag.objects.filter(tag_id=tag_id, content_object__live=True).order_by("-content_object_id")
        for other in under.values_list("content_object_id", flat=True)[:OF_ONE_TAG]:
            if len(found[other].tags) < MOST_OF_A_KIND:
                found[other].score += TAG
                found[other].tags.append(name)


def _by_citations(article: Article, found: dict[int, Likeness]) -> None:
    """Pages that cite what this one cites, and pages that are cited where this one is, both by what is live."""
    live = Citation.objects.filter(article__live=True).order_by("-article_id")
    cited = Citation.objects.filter(article_id=article.pk).values("cited_id")
    for other, both in live.filter(cited_id__in=cited).values_list("article_id", "cited_id")[:OF_ONE_TAG]:
        if len(found[other].both_cite) < MOST_OF_A_KIND:
            found[other].score += BOTH_CITE
            found[other].both_cite.append(both)
    citing = live.filter(cited_id=article.pk).values_list("article_id", flat=True)[:OF_ONE_TAG]
    beside = Citation.objects.filter(article_id__in=list(citing)).exclude(cited_id=F("article_id"))
    for other, by in beside.order_by("-article_id").values_list("cited_id", "article_id")[:OF_ONE_TAG]:
        if len(found[other].cited_by) < MOST_OF_A_KIND:
            found[other].score += CITED_BY
            found[other].cited_by.append(by)
