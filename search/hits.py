"""What a result shows: an article's row, drawn once a version, around the words that were looked for.

All of a hit but its title and its snippet is the same whatever was asked. So that is drawn with places left open in
it, and kept; the words of the body are kept as well, and only marking them is done anew for each search.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from blog.models import BlogPostPage, WriteUpPage
from core.pieces import pieces
from publishing.models import Article
from publishing.rows import SHOWN, versions_of

from .snippets import Text, marked, pattern_for, snippet
from .stored_text import words_of_rich_text, words_of_stream

# Stands for the title and the snippet while the rest is drawn; what nobody can guess stands nowhere else.
_PLACE = SafeString(f"<!--{secrets.token_hex(16)}-->")

Frame = tuple[str, str, str]


@dataclass(frozen=True)
class Hit:
    """A found article as a result shows it."""

    title: str
    drawn: SafeString


def drawn(rows: Sequence[tuple[Any, ...]], terms: Iterable[str]) -> list[Hit]:
    """Found articles, read as ``SHOWN``, with the terms marked: one query; three more when something is new in them."""
    shown = {row[0]: dict(zip(SHOWN, row, strict=True)) for row in rows}
    frames = pieces("hit", {pk: (digest,) for pk, digest in versions_of(rows).items()}, make=_frames_of)
    texts = pieces("words", {pk: _version_of_text(row) for pk, row in shown.items()}, make=_texts_of)
    wanted = pattern_for(terms)
    hits = []
    for pk, row in shown.items():
        if pk not in frames:
            continue  # deleted between the two readings
        before, between, after = frames[pk]
        title = marked(row["title"], wanted)
        words = (snippet(texts[pk], wanted) if pk in texts else None) or marked(row["summary"], wanted)
        # The frame is markup of our template, and what goes into it was escaped when it was marked.
        hits.append(Hit(row["title"], mark_safe(f"{before}{title}{between}{words}{after}")))  # noqa: S308
    return hits


def _version_of_text(row: Mapping[str, Any]) -> tuple[Any, ...]:
    at = row["last_published_at"]
    return row["pk"], row["live_revision_id"], int(at.timestamp() * 1000) if at else 0


def _frames_of(ids: Iterable[int]) -> Mapping[int, Frame]:
    template = get_template("search/hit.html")
    frames = {}
    for article in Article.objects.filter(pk__in=ids).for_listing():
        drawn_once = template.render({"article": article, "title": _PLACE, "snippet": _PLACE})
        before, between, after = drawn_once.split(_PLACE)
        frames[article.pk] = (before, between, after)
    return frames


def _texts_of(ids: Iterable[int]) -> Mapping[int, Text]:
    """The words of the bodies behind these articles, in one query over both kinds."""
    stored, nothing = Cast("body", TextField()), Value("", output_field=TextField())
    posts = BlogPostPage.objects.order_by().filter(pk__in=ids).values_list("pk", nothing, stored, nothing, nothing)
    write_ups = WriteUpPage.objects.order_by().filter(pk__in=ids)
    all_kinds = posts.union(write_ups.values_list("pk", "goal", stored, "would_repeat", "would_avoid"), all=True)
    blocks = BlogPostPage._meta.get_field("body").stream_block
    return {
        pk: Text.of(
            " ".join([words_of_rich_text(goal), words_of_stream(blocks, body), *map(words_of_rich_text, after)])
        )
        for pk, goal, body, *after in all_kinds
    }
