"""The words of a stored body, read without building its blocks.

A block that names a picture, a document or a page looks it up when it is built; for the twenty bodies behind a page of
search results that would be dozens of queries for words nobody sees. So the stored JSON is walked instead, along the
definition of the blocks, and whatever is not text is passed over.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

_TAGS = re.compile(r"<[^>]*>")
_ENDS = (".", "!", "?", ":", ";", ",", "…", "”", ")")
_WORDS = (blocks.CharBlock, blocks.TextBlock, blocks.BlockQuoteBlock)


def words_of_rich_text(html: str) -> str:
    return unescape(_TAGS.sub(" ", html))


def words_of_stream(definition: blocks.BaseStreamBlock, stored: str | None) -> str:
    """The words of a StreamField's column; nothing for a column that does not hold a list of blocks."""
    try:
        children = json.loads(stored or "[]")
    except ValueError:
        return ""
    pieces = (" ".join(piece.split()) for piece in _words(definition, children))
    # Headings and cells end without a full stop; a dot keeps them apart from what follows.
    return " ".join(piece if piece.endswith(_ENDS) else f"{piece} ·" for piece in pieces if piece).removesuffix(" ·")


def _words(block: blocks.Block, value: Any) -> Iterator[str]:
    if isinstance(block, blocks.RichTextBlock) and isinstance(value, str):
        yield words_of_rich_text(value)
    elif isinstance(block, _WORDS) and isinstance(value, str):
        yield value
    elif isinstance(block, blocks.BaseStreamBlock) and isinstance(value, list):
        for child in value:
            inner = block.child_blocks.get(child.get("type")) if isinstance(child, dict) else None
            if inner is not None:
                yield from _words(inner, child.get("value"))
    elif isinstance(block, blocks.ListBlock) and isinstance(value, list):
        for item in value:
            yield from _words(block.child_block, item.get("value", item) if isinstance(item, dict) else item)
    elif isinstance(block, TypedTableBlock) and isinstance(value, dict):
        yield from _words_of_table(block, value)
    elif isinstance(block, blocks.BaseStructBlock) and isinstance(value, dict):
        for name, inner in block.child_blocks.items():
            yield from _words(inner, value.get(name))


def _words_of_table(block: TypedTableBlock, table: dict[str, Any]) -> Iterator[str]:
    columns = table.get("columns", [])
    yield from (column.get("heading", "") for column in columns)
    for row in table.get("rows", []):
        for column, cell in zip(columns, row.get("values", []), strict=False):
            inner = block.child_blocks.get(column.get("type"))
            if inner is not None:
                yield from _words(inner, cell)
