"""What an article's page shows: what belongs to its published version, drawn once, and what depends on who reads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from core.pieces import piece
from core.prepared import Prepared

from .lifecycle import address_of
from .models import Article, Citation, Relation
from .querysets import groups_read_for

LONG_PAGE_MINUTES = 4
EARLIER_PAGE = "earlier_page"
RELATED = 5


@dataclass(frozen=True)
class Heading:
    """One line of a table of contents."""

    id: str
    text: str
    level: int


@dataclass(frozen=True)
class Link:
    """Another article, as a page names it, with the word why."""

    title: str
    address: str
    note: str = ""


class Other(NamedTuple):
    """Another article that the reader may read."""

    pk: int
    title: str
    url_path: str
    published: Any
    team_name: str

    @property
    def address(self) -> str:
        return address_of(self.url_path)


class Alike(Protocol):
    """A page that resembles another, as a higher room tells it: its number, the pages that its reasons name, and why,
    in words that name no page but readable ones."""

    @property
    def pk(self) -> int: ...

    @property
    def names(self) -> set[int]: ...

    def why(self, readable: Mapping[int, Other]) -> str: ...


AlikeOf = Callable[[Article], Iterable[Alike]]
_alike: list[AlikeOf] = []


def register_alike(alike_of: AlikeOf) -> None:
    """A higher room says what resembles an article, the best first, whoever may read it."""
    _alike.append(alike_of)


@dataclass(frozen=True)
class Related:
    """Another article that resembles this one, and why."""

    article: Other
    why: str


@dataclass(frozen=True)
class Cited:
    """A citation as the article's own revision holds it."""

    article_id: int
    relation: str
    note: str


@dataclass
class Versioned:
    """What belongs to one published version of an article and is the same for all its readers.

    ``parts`` are drawn pieces of the page by name. ``text`` holds drawn markup, and between it the numbers of earlier
    pages with the word why, which are filled in for each reader.
    """

    parts: Mapping[str, str]
    text: list[str | tuple[int, str]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    cites: list[Cited] = field(default_factory=list)

    def earlier_pages(self) -> set[int]:
        return {part[0] for part in self.text if isinstance(part, tuple)}


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
    return model.objects.select_related("team", "lead_picture", "keeper", "keeper_team").annotate(**neighbours)


def version_of(article: Article) -> tuple[Any, ...]:
    """Changes whenever the drawn page of an article does, at the latest with the day: pages tell how old they are."""
    at = article.last_published_at
    return (
        article.pk,
        article.live_revision_id or 0,
        int(at.timestamp() * 1000) if at else 0,
        f"{timezone.localdate():%Y%m%d}",
        int(article.settled_at is not None),
        article.standing,
    )


def read_versioned(article: Article, draw: Callable[[], Versioned]) -> Versioned:
    """The versioned part of a live article, as it was drawn the first time."""
    return piece("article", *version_of(article), make=draw)


def draw_text(body: StreamValue) -> tuple[list[str | tuple[int, str]], list[Heading]]:
    """A body block by block, and the headings in it."""
    text: list[str | tuple[int, str]] = []
    headings: list[Heading] = []
    for block in body:
        if block.block_type == EARLIER_PAGE:
            if block.value["page"] is not None:
                text.append((block.value["page"].pk, block.value["why"]))
            continue
        text.append(str(block.render()))
        if block.block_type == "heading":
            headings.append(Heading(block.block.anchor_of(block.value), block.value["text"], int(block.value["level"])))
    return text, headings


def cited_by_revision(article: Article) -> list[Cited]:
    return [Cited(c.cited_id, c.relation, c.note) for c in article.citations.all()]


@dataclass
class Around:
    """Articles an article names, is named by, or resembles: only those its reader may see."""

    by_id: dict[int, Other]
    builds_on: list[Link]
    avoids: list[Link]
    built_upon_by: list[Link]
    related: list[Related]
    successor: Other | None = None

    @property
    def has_neighbours(self) -> bool:
        return bool(self.builds_on or self.avoids or self.built_upon_by)


_citing = Prepared(lambda pk: Citation.objects.filter(cited_id=pk).values_list("article_id", "note"))
_readable = Prepared(
    lambda pks, groups: (
        Article.objects.read_by_groups(groups)
        .filter(pk__in=pks)
        .order_by()
        .values_list("pk", "title", "url_path", "published", "team__name")
    )
)


def read_around(user: Any, article: Article, drawn: Versioned) -> Around:
    """Two queries: who cites this page, and everything named by number, narrowed to what ``user`` may read."""
    citing = dict(_citing(article.pk)) if article.pk else {}
    alike = [each for alike_of in _alike for each in alike_of(article)] if article.pk else []
    wanted = {cited.article_id for cited in drawn.cites} | citing.keys() | drawn.earlier_pages()
    wanted |= {pk for each in alike for pk in (each.pk, *each.names)}
    if article.successor_id is not None:
        wanted.add(article.successor_id)
    by_id = {row[0]: Other(*row) for row in _readable(wanted, groups_read_for(user))} if wanted else {}
    cited = [c for c in drawn.cites if c.article_id in by_id]
    named = {c.article_id for c in drawn.cites} | citing.keys() | {article.pk}

    def link(pk: int, note: str) -> Link:
        return Link(by_id[pk].title, by_id[pk].address, note)

    return Around(
        by_id=by_id,
        builds_on=[link(c.article_id, c.note) for c in cited if c.relation == Relation.BUILDS_ON],
        avoids=[link(c.article_id, c.note) for c in cited if c.relation == Relation.AVOIDS],
        built_upon_by=[link(pk, note) for pk, note in citing.items() if pk in by_id],
        related=[
            Related(by_id[each.pk], each.why(by_id)) for each in alike if each.pk in by_id and each.pk not in named
        ][:RELATED],
        successor=by_id.get(article.successor_id or 0),
    )


def written_out(drawn: Versioned, by_id: Mapping[int, Other], card: Callable[[Other, str], str]) -> SafeString:
    """The text for one reader: drawn markup, with a card for each earlier page they may read and nothing for others."""
    parts: Iterable[str] = (
        part if isinstance(part, str) else (card(by_id[part[0]], part[1]) if part[0] in by_id else "")
        for part in drawn.text
    )
    # Every part is markup that a block's template has escaped.
    return format_html_join("", "{}", ((mark_safe(part),) for part in parts))  # noqa: S308 - see above
