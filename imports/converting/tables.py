"""Tables of words. What stands in their cells beside words comes after them."""

from typing import Any

from django.utils.translation import gettext as _

from .inline import collapsed, shortened
from .result import Converted
from .tree import Element

MOST_COLUMNS, MOST_CELLS = 30, 5000
IN_A_CELL = frozenset({"img", "iframe", "video", "pre", "table"})


def rows_of(table: Element) -> list[list[Element]]:
    """The cells of a table, without those of tables inside it."""
    rows = []
    for part in table.children:
        if part.tag in {"thead", "tbody", "tfoot"}:
            rows += rows_of(part)
        elif part.tag == "tr":
            rows.append([cell for cell in part.children if cell.tag in {"td", "th"}])
    return [row for row in rows if row]


def is_of_words(rows: list[list[Element]]) -> bool:
    """Whether this table says something by rows and columns, rather than put things beside each other."""
    widest = max((len(row) for row in rows), default=0)
    return len(rows) > 1 and widest > 1 and sum(map(len, rows)) <= MOST_CELLS and widest <= MOST_COLUMNS


def add_table(out: Converted, table: Element, rows: list[list[Element]], caption: str) -> None:
    widest = max(len(row) for row in rows)
    texts = [[collapsed(cell.text()) for cell in row] + [""] * (widest - len(row)) for row in rows]
    is_headed = all(cell.tag == "th" for cell in rows[0]) or table.first("thead") is not None
    if any(cell.first("a") is not None for row in rows for cell in row):
        out.note(_("Links in the cells of a table became plain words."))
    headings = texts[0] if is_headed else [""] * widest
    value: dict[str, Any] = {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in (texts[1:] if is_headed else texts)],
        "caption": shortened(caption, 250),
    }
    out.add("table", {"table": value}, "\n".join(" ".join(row) for row in texts))
