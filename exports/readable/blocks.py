"""Every block of a body in Markdown. A block that is added one day has to be added here: a test asks for each."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from .links import Links
from .prose import escaped, markdown_address, markdown_of, one_line

Draw = Callable[[Any, Links, str], str]


def markdown_of_body(body: Iterable[Any], links: Links, here: str) -> str:
    """A stream value block by block, apart by an empty line."""
    drawn = (BLOCKS[block.block_type](block.value, links, here) for block in body if block.block_type in BLOCKS)
    return "\n\n".join(text for text in drawn if text)


def _text(value: Any, links: Links, here: str) -> str:
    return markdown_of(value.source, links, here)


def _heading(value: Any, links: Links, here: str) -> str:
    return f"{'#' * int(value['level'])} {one_line(value['text'])}"


def _quote(value: Any, links: Links, here: str) -> str:
    source = f"\n\n— {one_line(value['source'])}" if value["source"] else ""
    return quoted(escaped(value["text"].strip()) + source)


def _callout(value: Any, links: Links, here: str) -> str:
    kinds = {"note": _("Note"), "tip": _("Tip"), "warning": _("Warning")}
    return quoted(f"**{kinds.get(value['kind'], value['kind'])}**\n\n{markdown_of(value['text'].source, links, here)}")


def _picture(value: Any, links: Links, here: str) -> str:
    return picture(value["image"], links, here, caption=value["caption"])


def _gallery(value: Any, links: Links, here: str) -> str:
    return "\n\n".join(filter(None, (_picture(item, links, here) for item in value["pictures"])))


def _document(value: Any, links: Links, here: str) -> str:
    document = value["document"]
    target = links.document(document.pk, here) if document else ""
    if not target:
        return ""
    note = f" — {one_line(value['note'])}" if value["note"] else ""
    return f"[{one_line(document.title)}]({markdown_address(target)}){note}"


def _embed(value: Any, links: Links, here: str) -> str:
    return f"[{one_line(value['title'])}]({markdown_address(value['url'])})"


def _table(value: Any, links: Links, here: str) -> str:
    table = value["table"]
    heads = [_cell(column["heading"]) for column in table.columns]
    if not heads:
        return ""
    lines = [_row(heads), _row(["---:" if column["block"].name == "number" else "---" for column in table.columns])]
    lines += [_row([_cell(cell.value) for cell in row]) for row in table.rows]
    caption = f"\n\n*{one_line(table.caption)}*" if table.caption else ""
    return "\n".join(lines) + caption


def _code(value: Any, links: Links, here: str) -> str:
    longest = max((len(found) for found in re.findall(r"`+", value["code"])), default=0)
    fence = "`" * max(3, longest + 1)
    language = re.sub(r"[^\w+#.-]", "", value["language"] or "")
    return f"{fence}{language}\n{value['code'].rstrip()}\n{fence}"


def _earlier_page(value: Any, links: Links, here: str) -> str:
    """A page that is not part of the archive leaves no trace, not even its title."""
    page = value["page"]
    target = links.page(page.pk, here, ".md") if page else ""
    if not target:
        return ""
    why = f" — {one_line(value['why'])}" if value["why"] else ""
    return f"→ [{one_line(page.title)}]({target}){why}"


BLOCKS: dict[str, Draw] = {
    "text": _text,
    "heading": _heading,
    "quote": _quote,
    "callout": _callout,
    "picture": _picture,
    "gallery": _gallery,
    "document": _document,
    "embed": _embed,
    "table": _table,
    "code": _code,
    "earlier_page": _earlier_page,
}


def picture(image: Any, links: Links, here: str, *, alt: str = "", caption: str = "") -> str:
    target = links.picture(image.key, here) if image else ""
    if not target:
        return ""
    is_decoration = getattr(image, "decorative", False)
    said = "" if is_decoration else alt or getattr(image, "contextual_alt_text", None) or image.description
    return f"![{one_line(said)}]({markdown_address(target)})" + (f"\n\n*{one_line(caption)}*" if caption else "")


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _cell(value: Any) -> str:
    return one_line("" if value is None else str(value)).replace("|", "\\|")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
