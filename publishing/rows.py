"""Rows of listings, each drawn once a version.

A row costs a quarter of a millisecond to read and as much to draw, and a page of a listing has twenty. So a listing
reads only what tells whether a row has changed, and draws those that have. Who may see a row is asked before that, by
the queryset, every time.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.template.loader import get_template
from django.utils.safestring import SafeString

from core.formatting import short_date, short_time
from core.pagination import Slice, page_of
from core.pieces import pieces
from core.prepared import Listing, Prepared

from .models import Article, Authorship

# Everything of its own and of its team that a row shows. What it takes from elsewhere comes with ``live_revision``,
# but for the authors, who are asked for below.
SHOWN = (
    "pk", "published", "wished_by", "title", "summary", "url_path", "content_type_id", "purpose", "result", "outcome",
    "comment_count", "settled_words", "standing", "live_revision_id", "last_published_at", "lead_picture_id",
    "lead_alt", "on_behalf_of_id", "owner_id", "team__name", "team__slug", "team__hue",
)  # fmt: skip
_SHOWN_OF_AUTHORS = ("article_id", "person__username", "person__first_name", "person__last_name", "person__face")


_authors = Prepared(
    lambda pks: Authorship.objects.filter(article__in=pks).order_by("sort_order").values_list(*_SHOWN_OF_AUTHORS)
)


def rows_of(
    articles: QuerySet[Article] | Listing, number: str | int | None = 1, *, level: int = 3, hide_team: bool = False
) -> Slice[SafeString]:
    """One page of ``articles``, which are already narrowed to what the reader may see, as drawn rows.

    A prepared listing has read them as ``SHOWN`` already.
    Two queries; two more when a row has to be drawn.
    """
    page = page_of(articles if isinstance(articles, Listing) else articles.values_list(*SHOWN), number)
    versions = {pk: (level, int(hide_team), digest) for pk, digest in versions_of(page.rows).items()}
    drawn = pieces("row", versions, make=lambda missing: _draw(missing, level, hide_team))
    # A row that was deleted between the two readings is left out.
    rows = [drawn[pk] for pk in versions if pk in drawn]
    return Slice(rows=rows, number=page.number, has_next=page.has_next)


def versions_of(rows: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    """What tells whether each of these rows, read as ``SHOWN``, would look different, by the number of its article.

    One query, for the authors.
    """
    by_id = {row[0]: row for row in rows}
    authors: dict[int, list[Any]] = {pk: [] for pk in by_id}
    for pk, *author in _authors(authors.keys()):
        authors[pk].append(author)
    return {pk: _digest(row, authors[pk]) for pk, row in by_id.items()}


def _digest(row: tuple[Any, ...], authors: list[Any]) -> str:
    """Changes whenever the row would look different, its words for how long ago included."""
    _pk, published, wished_by, *_rest = row
    words = (short_time(published) if published else "", short_date(wished_by) if wished_by else "")
    return hashlib.blake2b(repr((row, words, authors)).encode(), digest_size=16).hexdigest()


def _draw(ids: Iterable[int], level: int, hide_team: bool) -> Mapping[int, SafeString]:
    template = get_template("components/article_row.html")
    return {
        article.pk: SafeString(template.render({"article": article, "level": level, "hide_team": hide_team}))
        for article in Article.objects.filter(pk__in=ids).for_listing()
    }
