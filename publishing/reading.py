"""What an article's page shows besides its own row: read with few queries, each asking who may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from core.pieces import piece

from .models import Article, Authorship, Citation

LONG_PAGE_MINUTES = 4
EARLIER_PAGE = "earlier_page"
RELATED = 4


@dataclass(frozen=True)
class Heading:
    """One line of a table of contents."""

    id: str
    text: str
    level: int


@dataclass(frozen=True)
class Link:
    """Another article, as a page names it."""

    title: str
    address: str
    note: str = ""
    relation: str = ""


@dataclass(frozen=True)
class Cited:
    """A citation as the article's own revision holds it."""

    article_id: int
    relation: str
    note: str


@dataclass
class Versioned:
    """What belongs to one published version of an article and is the same for all its readers.

    ``text`` holds drawn markup, and between it the numbers of earlier pages, which are filled in for each reader.
    """

    text: list[str | tuple[int, str]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    cites: list[Cited] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def earlier_pages(self) -> set[int]:
        return {part[0] for part in self.text if isinstance(part, tuple)}


def version_of(article: Article) -> tuple[Any, ...]:
    at = article.last_published_at
    return article.pk, article.live_revision_id or 0, int(at.timestamp() * 1000) if at else 0


def for_one_page(model: type[Any]) -> QuerySet[Any]:
    """One article with everything its page takes from joined rows, and its neighbours in the same room."""
    room = model.objects.filter(team=OuterRef("team"), live=True).order_by("published")
    older = room.filter(published__lt=OuterRef("published")).order_by("-published")
    newer = room.filter(published__gt=OuterRef("published"))
    neighbours = {
        f"{name}_{column}": Subquery(neighbour.values(column)[:1])
        for name, neighbour in (("older", older), ("newer", newer))
        for column in ("title", "url_path")
    }
    return (
        model.objects.select_related("team", "lead_picture", "on_behalf_of", "owner")
        .prefetch_related(Prefetch("authorships", Authorship.objects.select_related("person").order_by("sort_order")))
        .annotate(**neighbours)
    )


def read_versioned(article: Article, body: StreamValue, extra: Callable[[], dict[str, Any]] | None = None) -> Versioned:
    """The versioned part of a live article, from the cache when this version was drawn before."""
    return piece("article", *version_of(article), make=lambda: draw_versioned(article, body, extra))


def draw_versioned(article: Article, body: StreamValue, extra: Callable[[], dict[str, Any]] | None = None) -> Versioned:
    drawn = Versioned(
        tags=[(tag.name, tag.slug) for tag in article.tags.all()],
        cites=[Cited(c.cited_id, c.relation, c.note) for c in article.citations.all()],
        extra=extra() if extra else {},
    )
    for block in body:
        if block.block_type == EARLIER_PAGE:
            if block.value["page"] is not None:
                drawn.text.append((block.value["page"].pk, block.value["why"]))
            continue
        drawn.text.append(str(block.render()))
        if block.block_type == "heading":
            drawn.headings.append(
                Heading(block.block.anchor_of(block.value), block.value["text"], int(block.value["level"]))
            )
    return drawn


@dataclass
class Around:
    """Articles an article names, is named by, or resembles: only those its reader may see."""

    by_id: dict[int, Article]
    builds_on: list[Link]
    avoids: list[Link]
    built_upon_by: list[Link]
    related: list[Article]

    @property
    def has_neighbours(self) -> bool:
        return bool(self.builds_on or self.avoids or self.built_upon_by)


def read_around(user: Any, article: Article, drawn: Versioned) -> Around:
    """Two queries: who cites this page, and everything named by number, narrowed to what ``user`` may read."""
    citing = {
        pk: (relation, note)
        for pk, relation, note in Citation.objects.filter(cited_id=article.pk).values_list(
            "article_id", "relation", "note"
        )
    }
    alike = piece("related", *version_of(article), make=lambda: _alike(article), seconds=600)
    wanted = {cited.article_id for cited in drawn.cites} | citing.keys() | drawn.earlier_pages() | set(alike)
    by_id = {
        found.pk: found
        for found in Article.objects.visible_to(user)
        .filter(pk__in=wanted)
        .select_related("team")
        .only("title", "url_path", "summary", "purpose", "result", "published", "team__name", "team__hue", "team__slug")
    }
    cited = [
        Link(by_id[c.article_id].title, by_id[c.article_id].address, c.note, c.relation)
        for c in drawn.cites
        if c.article_id in by_id
    ]
    named = {c.article_id for c in drawn.cites} | citing.keys() | {article.pk}
    return Around(
        by_id=by_id,
        builds_on=[link for link in cited if link.relation == "builds_on"],
        avoids=[link for link in cited if link.relation == "avoids"],
        built_upon_by=[
            Link(by_id[pk].title, by_id[pk].address, note) for pk, (_rel, note) in citing.items() if pk in by_id
        ],
        related=[by_id[pk] for pk in alike if pk in by_id and pk not in named][:RELATED],
    )


def _alike(article: Article) -> list[int]:
    """Numbers of articles that share tags with this one, most shared first. Rights are asked when they are shown."""
    tag_ids = list(article.tagged.values_list("tag_id", flat=True))
    if not tag_ids:
        return []
    return list(
        Article.objects.filter(live=True, tagged__tag_id__in=tag_ids)
        .filter(Q(audience__isnull=True) | Q(audience_id=article.audience_id))
        .exclude(pk=article.pk)
        .annotate(shared=Count("tagged"))
        .order_by("-shared", F("published").desc(nulls_last=True))
        .values_list("pk", flat=True)[: RELATED * 3]
    )


def written_out(drawn: Versioned, by_id: dict[int, Article], card: Callable[[Article, str], str]) -> SafeString:
    """The text for one reader: drawn markup, with a card for each earlier page they may read and nothing for others."""
    parts: Iterable[str] = (
        part if isinstance(part, str) else (card(by_id[part[0]], part[1]) if part[0] in by_id else "")
        for part in drawn.text
    )
    # Every part is markup that a block's template has escaped.
    return format_html_join("", "{}", ((mark_safe(part),) for part in parts))  # noqa: S308 - see above
