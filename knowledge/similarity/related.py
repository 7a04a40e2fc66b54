"""Pages that resemble each other: kept in the background, told with the reason, to whom may read both.

Rows stand both ways. Whenever a page is published, changed, moved or taken back, its own rows are made anew and so are
those of its neighbours that name it: nobody else's list changes by that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from core import turns
from core.pieces import piece
from core.text import fold
from publishing import lifecycle
from publishing.models import Article, Citation
from publishing.reading import Other

from ..models import IndexedPage, RelatedPage
from .facts import Asked
from .likeness import Reasons, closest

RELATING = "related pages"  # one page's rows are other pages' rows too: they are written by one at a time
STORED = 30  # a page: enough for somebody who may read few of them
TOO_FEW = 8  # a page that has lost a neighbour and has fewer left is looked at again
KEPT_SECONDS = 30
NAMED_REASONS = 2


# --- In the background -----------------------------------------------------------------------------------------------


@transaction.atomic
def relate(pk: int) -> set[int]:
    """Make the rows of one page anew, and those of others that name it. Returns the pages that have few left."""
    try:
        article = lifecycle.lock(Article(pk=pk))
    except Article.DoesNotExist:
        return set()
    before = set(RelatedPage.objects.filter(other=pk).values_list("article_id", flat=True))
    is_known = article.live and IndexedPage.objects.filter(pk=pk).exists()
    rows = closest(pk, Asked()) if is_known else {}
    turns.take(RELATING)
    RelatedPage.objects.filter(Q(article=pk) | Q(other=pk)).delete()
    best = list(rows.items())[:STORED]
    store(RelatedPage(article_id=pk, other_id=other, score=score, reasons=why) for other, (score, why) in best)
    _add_to_neighbours(pk, rows)
    return _with_few(before - rows.keys())


def store(rows: Iterable[RelatedPage]) -> None:
    """Rows that are there already are set anew."""
    RelatedPage.objects.bulk_create(
        sorted(rows, key=lambda row: (row.article_id, row.other_id)),
        update_conflicts=True,
        unique_fields=["article", "other"],
        update_fields=["score", "reasons"],
    )


def _add_to_neighbours(pk: int, rows: Mapping[int, tuple[float, Reasons]]) -> None:
    held = RelatedPage.objects.filter(article__in=rows.keys()).order_by().values_list("article")
    full = {
        article: lowest
        for article, count, lowest in held.annotate(count=Count("pk"), lowest=Min("score"))
        if count >= STORED
    }
    named = [other for other, (score, _reasons) in rows.items() if score > full.get(other, 0)]
    store(RelatedPage(article_id=other, other_id=pk, score=rows[other][0], reasons=rows[other][1]) for other in named)
    _trim([other for other in named if other in full])


def _trim(articles: list[int]) -> None:
    """Keep the best rows of pages that have got one too many."""
    kept: Counter[int] = Counter()
    surplus = []
    rows = RelatedPage.objects.filter(article__in=articles).order_by("article", "-score", "pk")
    for pk, article in rows.values_list("pk", "article_id"):
        kept[article] += 1
        if kept[article] > STORED:
            surplus.append(pk)
    RelatedPage.objects.filter(pk__in=surplus).delete()


def _with_few(articles: set[int]) -> set[int]:
    left = RelatedPage.objects.filter(article__in=articles).order_by().values_list("article")
    counts = dict(left.annotate(count=Count("pk")))
    return {article for article in articles if counts.get(article, 0) < TOO_FEW}


def cited_from(pk: int) -> list[int]:
    """Pages that a page cites: they are neighbours of each other by that."""
    return list(Citation.objects.filter(article_id=pk).order_by("cited_id").values_list("cited_id", flat=True)[:20])


# --- On the page -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alike:
    """One stored neighbour. ``names`` are other pages that its reasons name."""

    pk: int
    reasons: Mapping[str, Any]

    @property
    def names(self) -> set[int]:
        return {*self.reasons.get("both_cite", ()), *self.reasons.get("cited_by", ())}

    def why(self, readable: Mapping[int, Other]) -> str:
        """In a few words, naming only what is among ``readable``. Its reader reads both pages, so words and tags of
        both are theirs already."""
        told = []
        for name, sentence in (("both_cite", _("both cite “%(title)s”")), ("cited_by", _("“%(title)s” cites both"))):
            pages = [readable[pk] for pk in self.reasons.get(name, ()) if pk in readable]
            if pages:
                told.append(sentence % {"title": pages[0].title})
        tags = self.reasons.get("tags", ())
        in_tags = {part for tag in tags for part in fold(tag).split()}
        words = [word for word in self.reasons.get("words", ()) if word not in in_tags]
        if tags:
            told.append(_("same tag: %(tags)s") % {"tags": ", ".join(tags)})
        if words:
            told.append(_("similar words: %(words)s") % {"words": ", ".join(words)})
        if self.reasons.get("same_team"):
            told.append(_("same team"))
        return "; ".join(told[:NAMED_REASONS])


def alike(article: Article) -> list[Alike]:
    """The stored neighbours of a page, the best first, for everybody. One query, and none for half a minute after."""
    return piece("alike", article.pk, make=lambda: _alike(article.pk), seconds=KEPT_SECONDS)


def _alike(pk: int) -> list[Alike]:
    rows = RelatedPage.objects.filter(article_id=pk).order_by("-score", "-other_id").values_list("other_id", "reasons")
    return [Alike(other, reasons) for other, reasons in rows[:STORED]]
