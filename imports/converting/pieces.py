"""What is inside a line of a list, a quotation, a caption."""

import re

from .inline import collapsed, is_within_a_line
from .tree import Element

PARTED = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
APART = frozenset({"img", "iframe", "video", "audio", "pre", "table", "figure"})


def unwrapped(part: Element | str) -> list[Element | str]:
    """What is in a line of a list, without the paragraphs around its words and the pictures among them."""
    if isinstance(part, str) or is_within_a_line(part):
        return [part]
    if part.tag in APART:
        return []
    inner = [piece for each in part.content for piece in unwrapped(each)]
    return inner if part.tag not in {"p", "div"} else [*inner, Element("br")]


def paragraphs_of(element: Element, *, without: Element | None) -> list[str]:
    """The words of a quotation, paragraph by paragraph."""
    found: list[str] = [""]
    for part in element.content:
        if part is without:
            continue
        if isinstance(part, str):
            first, *others = PARTED.split(part)
            found[-1] += first
            found += others
        elif part.tag in {"p", "div", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "li"}:
            found += [*paragraphs_of(part, without=without), ""]
        else:
            found[-1] += (
                "\n"
                if part.tag == "br"
                else "".join(paragraphs_of(part, without=without))
                if part.children
                else part.text()
            )
    lines = ("\n".join(collapsed(line) for line in part.strip().split("\n")) for part in found)
    return [part for part in lines if part.strip()]


def text_without(element: Element, part: Element | None) -> str:
    return "".join(each if isinstance(each, str) else each.text() for each in element.content if each is not part)
