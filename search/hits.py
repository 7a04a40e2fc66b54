"""What a result shows, around the words that were looked for.

All of an article's hit but its title, its snippet and its standing is the same whatever was asked and whoever asks. So
that is drawn once a version with places left open in it, and kept; the words of the body are kept as well, and only
marking them is done anew for each search. Results of other kinds are small and are drawn as they are read.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from core.pieces import pieces
from core.prepared import Prepared
from publishing.lifecycle import address_of
from publishing.models import Article, Standing
from publishing.rows import SHOWN, versions_of

from .bodies import texts_of
from .models import ARTICLES
from .others import others
from .snippets import Text, marked, pattern_for, snippet

# Stands for what is filled in while the rest is drawn; what nobody can guess stands nowhere else.
_PLACE = SafeString(f"<!--{secrets.token_hex(16)}-->")
_WORTH = (
    "standing", "successor__title", "successor__url_path", "successor__live", "successor__audience_id",
)  # fmt: skip

Frame = tuple[str, str, str, str]
Groups = Collection[int] | None


@dataclass(frozen=True)
class Hit:
    """Something found, as a result shows it."""

    kind: str
    number: int
    title: str
    drawn: SafeString


_articles = Prepared(
    lambda pks, groups: (
        Article.objects.read_by_groups(groups).filter(pk__in=pks).order_by().values_list(*SHOWN, *_WORTH)
    )
)


def drawn(found: Sequence[tuple[str, int]], terms: Iterable[str], groups: Groups) -> list[Hit]:
    """What was found, as kinds and numbers, with the terms marked and in the same order: at most three statements, and
    three more when something is new in them. What may not be read any more is left out."""
    wanted = pattern_for(terms)
    by_kind: dict[str, list[int]] = {}
    for kind, pk in found:
        by_kind.setdefault("article" if kind in ARTICLES else kind, []).append(pk)
    articles = _drawn_articles(by_kind.pop("article", []), wanted, groups)
    rest = others(by_kind, groups)
    hits = []
    for kind, pk in found:
        if kind in ARTICLES and pk in articles:
            title, shown = articles[pk]
            hits.append(Hit(kind, pk, title, shown))
        elif (kind, pk) in rest:
            hits.append(_drawn_other(rest[kind, pk], wanted))
    return hits


def _drawn_other(facts: dict[str, Any], wanted: Any) -> Hit:
    quoted, summary = snippet(Text.of(facts["text"]), wanted), marked(facts["summary"], wanted)
    context = facts | {
        "marked_title": marked(facts["title"], wanted),
        "marked_summary": summary,
        "quoted": quoted,
        "snippet": quoted or summary or marked(facts["text"][:200], wanted),
    }
    shown = get_template(f"search/found_{facts['kind']}.html").render(context)
    return Hit(facts["kind"], facts["pk"], facts["title"], SafeString(shown))


def _drawn_articles(pks: list[int], wanted: Any, groups: Groups) -> dict[int, tuple[str, SafeString]]:
    if not pks:
        return {}
    rows = _articles(pks, groups)
    shown = {row[0]: dict(zip((*SHOWN, *_WORTH), row, strict=True)) for row in rows}
    versions = versions_of([row[: len(SHOWN)] for row in rows])
    frames = pieces("hit", {pk: (digest,) for pk, digest in versions.items()}, make=_frames_of)
    texts = pieces("words", {pk: _version_of_text(row) for pk, row in shown.items()}, make=_texts_of)
    found = {}
    for pk, row in shown.items():
        if pk not in frames:
            continue  # deleted between the two readings
        before, between, after, end = frames[pk]
        title = marked(row["title"], wanted)
        words = (snippet(texts[pk], wanted) if pk in texts else None) or marked(row["summary"], wanted)
        # The frame is markup of our template, and what goes into it was escaped when it was marked.
        whole = f"{before}{title}{between}{words}{after}{_worth(row, groups)}{end}"
        found[pk] = (row["title"], mark_safe(whole))  # noqa: S308
    return found


def _worth(row: Mapping[str, Any], groups: Groups) -> str:
    """What a page is worth today, where that is worth saying; its successor is named to whoever may read it."""
    if row["standing"] == Standing.CURRENT:
        return ""
    audience = row["successor__audience_id"]
    is_readable = row["successor__live"] and (groups is None or audience is None or audience in groups)
    successor = (
        {"title": row["successor__title"], "address": address_of(row["successor__url_path"])} if is_readable else None
    )
    context = {"standing": row["standing"], "label": Standing(row["standing"]).label, "successor": successor}
    return str(get_template("search/worth.html").render(context))


def _version_of_text(row: Mapping[str, Any]) -> tuple[Any, ...]:
    at = row["last_published_at"]
    return row["pk"], row["live_revision_id"], int(at.timestamp() * 1000) if at else 0


def _frames_of(ids: Iterable[int]) -> Mapping[int, Frame]:
    template = get_template("search/hit.html")
    frames = {}
    for article in Article.objects.filter(pk__in=ids).for_listing():
        drawn_once = template.render({"article": article, "title": _PLACE, "snippet": _PLACE, "worth": _PLACE})
        before, between, after, end = drawn_once.split(_PLACE)
        frames[article.pk] = (before, between, after, end)
    return frames


def _texts_of(ids: Iterable[int]) -> Mapping[int, Text]:
    return {pk: Text.of(words) for pk, words in texts_of(ids).items()}
