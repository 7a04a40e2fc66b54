"""What likeness is computed from: asked of the database for one page, or held in memory for all of them."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from django.db.models import Count, F

from publishing.models import Article, ArticleTag, Citation

from ..models import IndexedPage, TermWeight
from .matching import rarity

OF_ONE_TAG = 200  # the newest pages under a tag, and those that cite one page
READ_AT_ONCE = 20_000  # rows


class Facts(Protocol):
    """Pages, words, tags and teams go by their numbers."""

    pages: int  # whose words are known

    def weights(self, pk: int) -> Mapping[int, float]:
        """How much a page is about each of its words."""

    def pages_with(self, terms: Collection[int]) -> Mapping[int, int]:
        """In how many pages each of these words stands."""

    def holders(self, terms: Collection[int]) -> Iterable[tuple[int, float | None, int, float]]:
        """Page, the length of its list of words as a vector, word, weight: for each page with each of these words."""

    def keep_length(self, pk: int, length: float) -> None: ...

    def tags(self, pk: int) -> Sequence[tuple[int, str]]:
        """Number and name."""

    def under(self, tag: int) -> Sequence[int]:
        """The newest live pages under a tag."""

    def citing_the_same(self, pk: int) -> Sequence[tuple[int, int]]:
        """Live pages that cite what this one cites, each with what both cite."""

    def cited_beside(self, pk: int) -> Sequence[tuple[int, int]]:
        """Pages that are cited where this one is, each with the live page that cites both."""

    def teams(self, pages: Collection[int]) -> Mapping[int, int]:
        """The team of each of these that is live."""


class Asked:
    """One page's facts, a query for each."""

    def __init__(self) -> None:
        self.pages = IndexedPage.objects.count()

    def weights(self, pk: int) -> Mapping[int, float]:
        return dict(TermWeight.objects.filter(article_id=pk).values_list("term_id", "weight"))

    def pages_with(self, terms: Collection[int]) -> Mapping[int, int]:
        counted = TermWeight.objects.filter(term_id__in=terms).order_by().values_list("term_id")
        return dict(counted.annotate(pages=Count("article_id")))

    def holders(self, terms: Collection[int]) -> Iterable[tuple[int, float | None, int, float]]:
        rows = TermWeight.objects.filter(term_id__in=terms)
        return rows.values_list("article_id", "article__length", "term_id", "weight")

    def keep_length(self, pk: int, length: float) -> None:
        IndexedPage.objects.filter(pk=pk).update(length=length)

    def tags(self, pk: int) -> Sequence[tuple[int, str]]:
        rows = ArticleTag.objects.filter(content_object_id=pk).order_by("pk")
        return list(rows.values_list("tag_id", "tag__name"))

    def under(self, tag: int) -> Sequence[int]:
        rows = ArticleTag.objects.filter(tag_id=tag, content_object__live=True).order_by("-content_object_id")
        return rows.values_list("content_object_id", flat=True)[:OF_ONE_TAG]

    def citing_the_same(self, pk: int) -> Sequence[tuple[int, int]]:
        cited = Citation.objects.filter(article_id=pk).values("cited_id")
        rows = Citation.objects.filter(article__live=True, cited_id__in=cited).exclude(article_id=pk)
        return rows.order_by("-article_id", "pk").values_list("article_id", "cited_id")[:OF_ONE_TAG]

    def cited_beside(self, pk: int) -> Sequence[tuple[int, int]]:
        live = Citation.objects.filter(article__live=True, cited_id=pk).order_by("-article_id")
        citing = list(live.values_list("article_id", flat=True)[:OF_ONE_TAG])
        beside = Citation.objects.filter(article_id__in=citing).exclude(cited_id=pk).exclude(cited_id=F("article_id"))
        return beside.order_by("-article_id", "pk").values_list("cited_id", "article_id")[:OF_ONE_TAG]

    def teams(self, pages: Collection[int]) -> Mapping[int, int]:
        return dict(Article.objects.filter(pk__in=pages, live=True).values_list("pk", "team_id"))


class AtHand:
    """The facts of every page, read once: about 15 kilobytes of memory for each. As they were when they were read."""

    def __init__(self) -> None:
        self._team_of = dict(Article.objects.filter(live=True).values_list("pk", "team_id"))
        self._read_words()
        self._read_tags()
        self._read_citations()

    def _read_words(self) -> None:
        self._weights: dict[int, dict[int, float]] = {pk: {} for pk in IndexedPage.objects.values_list("pk", flat=True)}
        self._holding: dict[int, list[int]] = defaultdict(list)
        rows = TermWeight.objects.order_by("article_id").values_list("article_id", "term_id", "weight")
        for page, term, weight in rows.iterator(chunk_size=READ_AT_ONCE):
            self._weights.setdefault(page, {})[term] = weight
            self._holding[term].append(page)
        self.pages = len(self._weights)
        worth = {term: rarity(self.pages, len(holding)) for term, holding in self._holding.items()}
        self.lengths = {
            page: math.sqrt(sum((weight * worth[term]) ** 2 for term, weight in weights.items()))
            for page, weights in self._weights.items()
        }

    def _read_tags(self) -> None:
        self._tags: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._under: dict[int, list[int]] = defaultdict(list)
        rows = ArticleTag.objects.order_by("-content_object_id", "pk")
        for page, tag, name in rows.values_list("content_object_id", "tag_id", "tag__name"):
            self._tags[page].append((tag, name))
            if page in self._team_of and len(self._under[tag]) < OF_ONE_TAG:
                self._under[tag].append(page)

    def _read_citations(self) -> None:
        self._cites: dict[int, list[int]] = defaultdict(list)
        self._cited_by: dict[int, list[int]] = defaultdict(list)  # live ones, the newest first
        rows = Citation.objects.order_by("-article_id", "pk")
        for page, cited in rows.values_list("article_id", "cited_id"):
            self._cites[page].append(cited)
            if page in self._team_of:
                self._cited_by[cited].append(page)

    def __iter__(self) -> Iterator[int]:
        """Live pages whose words are known, the oldest first."""
        return iter(sorted(self._weights.keys() & self._team_of.keys()))

    def weights(self, pk: int) -> Mapping[int, float]:
        return self._weights[pk]

    def pages_with(self, terms: Collection[int]) -> Mapping[int, int]:
        return {term: len(self._holding[term]) for term in terms}

    def holders(self, terms: Collection[int]) -> Iterable[tuple[int, float, int, float]]:
        for term in terms:
            for page in self._holding[term]:
                yield page, self.lengths[page], term, self._weights[page][term]

    def keep_length(self, pk: int, length: float) -> None:
        """All of them are known already."""

    def tags(self, pk: int) -> Sequence[tuple[int, str]]:
        return self._tags.get(pk, ())

    def under(self, tag: int) -> Sequence[int]:
        return self._under.get(tag, ())

    def citing_the_same(self, pk: int) -> Sequence[tuple[int, int]]:
        both = [(page, cited) for cited in self._cites.get(pk, ()) for page in self._cited_by.get(cited, ())]
        return sorted((pair for pair in both if pair[0] != pk), key=lambda pair: -pair[0])[:OF_ONE_TAG]

    def cited_beside(self, pk: int) -> Sequence[tuple[int, int]]:
        citing = self._cited_by.get(pk, ())[:OF_ONE_TAG]
        return [(page, by) for by in citing for page in self._cites[by] if page not in (pk, by)][:OF_ONE_TAG]

    def teams(self, pages: Collection[int]) -> Mapping[int, int]:
        return {page: self._team_of[page] for page in pages if page in self._team_of}
