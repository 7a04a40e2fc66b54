"""A page as lines of plain words, field by field: what readers meet on it, and what they do not see and it does."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.formats import localize
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import extract_references_from_rich_text

from core.formatting import full_time

from .fields import target_of
from .names import Names
from .pictures import placed_at

_ENDS_A_LINE = ("</p>", "</li>", "</h2>", "</h3>", "</h4>", "</blockquote>", "</tr>", "<br/>", "<br>")
_ADDRESS = re.compile(r"""(?:https?|mailto|tel):[^\s"'<>\\]+""")


def lines_of(page: Any, name: str, names: Names) -> list[str]:
    """One field as lines of plain text."""
    return list(_lines_of(page, name, names))


def lines_of_block(block: Any, names: Names) -> list[str]:
    """One block of a text as lines of plain text."""
    return list(_lines_of_block(block.block, block.value, names))


def _lines_of(page: Any, name: str, names: Names) -> Iterator[str]:
    found = page._meta.get_field(name)
    if not isinstance(found, models.Field):
        yield from (names.of_row(row) for row in getattr(page, name).all())
        return
    if isinstance(found, models.ForeignKey):
        number = getattr(page, found.attname)
        if number is not None:
            yield names.of_id(target_of(found), number)
        return
    value = getattr(page, name, None)
    if value is None or value == "":
        return
    if isinstance(found, StreamField):
        for block in value:
            yield from _lines_of_block(block.block, block.value, names)
            yield from _addresses_in(_stored(block))
    elif isinstance(found, RichTextField):
        yield from _lines_of_rich_text(value, names)
        yield from _addresses_in(value)
    elif found.choices:
        yield str(page._get_FIELD_display(found))
    elif isinstance(found, models.DateTimeField):
        yield full_time(value)
    elif isinstance(value, str):
        yield from (line for line in value.splitlines() if line)
    else:
        yield str(localize(value))


def _stored(block: Any) -> str:
    return json.dumps(block.block.get_prep_value(block.value), ensure_ascii=False, cls=DjangoJSONEncoder)


def _lines_of_block(block: Block, value: Any, names: Names) -> Iterator[str]:
    """The words of a block in the order in which it shows them; a row of a table is one line."""
    if value is None:
        return
    if isinstance(block, ImageBlock):
        yield names.of_placed(placed_at(value))
    elif isinstance(block, StructBlock):
        for child in value.bound_blocks.values():
            yield from _lines_of_block(child.block, child.value, names)
    elif isinstance(block, ListBlock):
        for child in value.bound_blocks:
            yield from _lines_of_block(child.block, child.value, names)
    elif isinstance(block, RichTextBlock):
        yield from _lines_of_rich_text(value.source, names)
    elif isinstance(block, ChooserBlock):
        yield names.of_id(block.model_class, value.pk)
    elif isinstance(block, TypedTableBlock):
        yield from _lines_of_table(value)
    else:
        for text in block.get_searchable_content(value):
            yield from _lines(text)


def _lines_of_table(table: Any) -> Iterator[str]:
    if table.caption:
        yield str(table.caption)
    for cells in ([column["heading"] for column in table.columns], *(row["values"] for row in table.row_data)):
        words = ["" if cell is None else str(cell) for cell in cells]
        if any(words):
            yield " | ".join(words)


def _lines_of_rich_text(source: str, names: Names) -> Iterator[str]:
    yield from _lines(source)
    for model, object_id, *_paths in extract_references_from_rich_text(source):
        yield names.of_id(model, object_id)


def _lines(markup: Any) -> Iterator[str]:
    text = str(markup)
    for end in _ENDS_A_LINE:
        text = text.replace(end, "\n")
    for line in unescape(strip_tags(text)).splitlines():
        if line.strip():
            yield " ".join(line.split())


def _addresses_in(source: str) -> Iterator[str]:
    """Where links and films lead: nobody reads it on the page, and whoever approves lets it out."""
    for address in dict.fromkeys(_ADDRESS.findall(source)):
        yield _("Leads to: %(address)s") % {"address": unescape(address)}
