"""From the blocks of a text to what the fields of a page hold."""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from demo.texts_format import Block
from library.models import Picture
from teams.models import Team

from .pictures import SMALL, store_document, store_picture

_NAMESPACE = uuid.UUID("6f0d1b9e-8c1c-4f5e-9b7a-3f2f6f5d7a10")


@dataclass(frozen=True)
class Writer:
    """Turns blocks into stream data for one page: pictures and documents go to the team that publishes it."""

    team: Team
    by: Any
    slug: str
    pages: Mapping[str, int]

    def stream(self, blocks: Iterable[Block]) -> str:
        """The stored form of a body, with ids that are the same each time."""
        rows = [row for block in blocks for row in self._rows(block)]
        return json.dumps([row | {"id": self._id(number)} for number, row in enumerate(rows)])

    def _id(self, number: int | str) -> str:
        return str(uuid.uuid5(_NAMESPACE, f"{self.slug}/{number}"))

    def _rows(self, block: Block) -> list[dict[str, Any]]:
        before = []
        if block.kind == "gallery" and block.value["caption"]:
            before = [{"type": "text", "value": f"<p><i>{escape(block.value['caption'])}</i></p>"}]
        kind, value = _CONVERTERS[block.kind](self, block.value)
        return [*before, {"type": kind, "value": value}]

    def text(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        return "text", value["html"]

    def heading(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        return "heading", {"text": value["text"], "level": str(value["level"])}

    def quote(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        return "quote", {"text": value["text"], "source": value["who"]}

    def code(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        return "code", {"language": value["language"], "code": value["code"]}

    def callout(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        title = f"<p><b>{escape(value['title'])}</b></p>" if value["title"] else ""
        return "callout", {"kind": value["tone"], "text": title + value["html"]}

    def table(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        head, *rows = value["rows"]
        table = {
            "columns": [{"type": "text", "heading": cell} for cell in head],
            "rows": [{"values": row} for row in rows],
            "caption": value["caption"],
        }
        return "table", {"table": table}

    def image(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        return "picture", self._placed(value)

    def gallery(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        items = [
            {"type": "item", "value": self._placed(each), "id": self._id(f"{each['family']}{each['seed']}")}
            for each in value["pictures"]
        ]
        return "gallery", {"pictures": items}

    def _placed(self, value: Mapping[str, Any]) -> dict[str, Any]:
        title = value["caption"] or f"{value['family'].capitalize()} {value['seed']}"
        picture: Picture = store_picture(
            value["family"], value["seed"], collection=self.team.collection, by=self.by, title=title, size=SMALL
        )
        image = {"image": picture.pk, "alt_text": picture.description, "decorative": False}
        return {"image": image, "caption": value["caption"]}

    def document(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        stored = store_document(value["name"], collection=self.team.collection, by=self.by, title=value["title"])
        return "document", {"document": stored.pk, "note": ""}

    def embed(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        return "embed", {"url": value["url"], "title": value["caption"]}

    def page(self, value: Mapping[str, Any]) -> tuple[str, Any]:
        return "earlier_page", {"page": self.pages[value["slug"]], "why": value["note"]}


_CONVERTERS: Mapping[str, Callable[[Writer, Mapping[str, Any]], tuple[str, Any]]] = {
    name: getattr(Writer, name)
    for name in (
        "text",
        "heading",
        "quote",
        "code",
        "callout",
        "table",
        "image",
        "gallery",
        "document",
        "embed",
        "page",
    )
}


def prose_of(blocks: Iterable[Block]) -> str:
    """Sections that a write-up keeps as one rich text."""
    return "".join(block.value["html"] for block in blocks)
