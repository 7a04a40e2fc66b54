"""The words of a page without its markup."""

from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue


def plain_text_of(*parts: Any) -> str:
    """Every word of rich texts and stream values, block by block, one line each."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, StreamValue):
            lines.extend(text for block in part for text in block.block.get_searchable_content(block.value))
        elif part:
            lines.append(unescape(strip_tags(str(part).replace("</p>", " ").replace("</li>", " "))))
    return "\n".join(line.strip() for line in lines if line.strip())
