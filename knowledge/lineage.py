"""What a page rests on and what rests on it, over several generations, and where each stands in a drawing.

Walked from page to page that the viewer may read: where one is closed to them, what lies behind it is too.
"""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from publishing.lifecycle import address_of
from publishing.models import Article, Citation, Relation, Standing

GENERATIONS = 3
MOST_PAGES = 40
WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 200, 64, 44, 16, 12  # of a box and between boxes, in the drawing's own units
LINE_CHARACTERS, LINES = 22, 2


@dataclass
class Node:
    """One page. ``generation`` counts from the page asked about: negative came before it, positive after."""

    pk: int
    title: str
    address: str
    team: str
    year: int | None
    generation: int
    is_outdated: bool = False
    x: int = 0
    y: int = 0

    @property
    def lines(self) -> list[str]:
        """The title as it fits into a box."""
        return textwrap.wrap(self.title, LINE_CHARACTERS, max_lines=LINES, placeholder=" …") or [""]


@dataclass(frozen=True)
class Line:
    """From an earlier page to one that cites it."""

    earlier: Node
    later: Node
    relation: str
    note: str

    @property
    def avoids(self) -> bool:
        return self.relation == Relation.AVOIDS

    @property
    def path(self) -> str:
        """A curve from the right edge of the one to the left edge of the other."""
        x1, y1 = self.earlier.x + WIDTH, self.earlier.y + HEIGHT // 2
        x2, y2 = self.later.x, self.later.y + HEIGHT // 2
        middle = (x1 + x2) // 2
        return f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"


@dataclass
class Lineage:
    nodes: list[Node]
    lines: list[Line]
    width: int = 0
    height: int = 0
    is_cut: bool = False
    generations: list[tuple[int, list[Node]]] = field(default_factory=list)

    @property
    def is_alone(self) -> bool:
        return len(self.nodes) < 2


def lineage_of(viewer: Any, article: Article) -> Lineage:
    """Ancestry and offspring of a page that ``viewer`` reads. Two queries a generation each way, and one more."""
    generation_of = {article.pk: 0}
    rows: dict[tuple[int, int], tuple[str, str]] = {}
    is_cut = False
    for step in (-1, 1):
        edge = {article.pk}
        for distance in range(1, GENERATIONS + 1):
            found = _neighbours(viewer, edge, step)
            for earlier, later, relation, note in found:
                rows[earlier, later] = (relation, note)
            edge = {row[0 if step < 0 else 1] for row in found} - generation_of.keys()
            room = MOST_PAGES - len(generation_of)
            is_cut = is_cut or len(edge) > room
            edge = set(sorted(edge)[:room])
            generation_of |= dict.fromkeys(edge, step * distance)
            if not edge:
                break
    return _drawn(viewer, generation_of, rows, is_cut)


def _neighbours(viewer: Any, numbers: set[int], step: int) -> list[tuple[int, int, str, str]]:
    readable = Article.objects.visible_to(viewer).order_by().values("pk")
    citations = Citation.objects.filter(article__in=readable, cited__in=readable)
    citations = citations.filter(article__in=numbers) if step < 0 else citations.filter(cited__in=numbers)
    found = citations.order_by("pk").values_list("cited_id", "article_id", "relation", "note")
    return list(found[: MOST_PAGES * 4])


def _drawn(
    viewer: Any, generation_of: dict[int, int], rows: dict[tuple[int, int], tuple[str, str]], is_cut: bool
) -> Lineage:
    shown = Article.objects.visible_to(viewer).filter(pk__in=generation_of.keys()).order_by("published", "pk")
    read = shown.values_list("pk", "title", "url_path", "team__name", "published", "standing")
    nodes = {
        pk: Node(
            pk=pk,
            title=title,
            address=address_of(url_path),
            team=team,
            year=published.year if published else None,
            generation=generation_of[pk],
            is_outdated=standing == Standing.OUTDATED,
        )
        for pk, title, url_path, team, published, standing in read
    }
    lines = [
        Line(nodes[earlier], nodes[later], relation, note)
        for (earlier, later), (relation, note) in rows.items()
        if earlier in nodes and later in nodes
    ]
    lineage = Lineage(list(nodes.values()), lines, is_cut=is_cut)
    _place(lineage)
    return lineage


def _place(lineage: Lineage) -> None:
    """One column a generation, each centred."""
    columns: dict[int, list[Node]] = {}
    for node in lineage.nodes:
        columns.setdefault(node.generation, []).append(node)
    order = sorted(columns)
    tallest = max((len(column) for column in columns.values()), default=1)
    lineage.width = len(order) * (WIDTH + GAP_X) - GAP_X + 2 * MARGIN
    lineage.height = _tall(tallest) + 2 * MARGIN
    for number, generation in enumerate(order):
        top = (lineage.height - _tall(len(columns[generation]))) // 2
        for row, node in enumerate(columns[generation]):
            node.x = MARGIN + number * (WIDTH + GAP_X)
            node.y = top + row * (HEIGHT + GAP_Y)
    lineage.generations = [(generation, columns[generation]) for generation in order]


def _tall(count: int) -> int:
    return count * (HEIGHT + GAP_Y) - GAP_Y


def told_about(lines: Iterable[Line], node: Node) -> list[Line]:
    """The lines that lead to what a page cites itself."""
    return [line for line in lines if line.later.pk == node.pk]
