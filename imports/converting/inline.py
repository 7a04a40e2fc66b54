"""What stands within a line, as our rich text holds it: bold, italic, code, links, and line breaks."""

import re
from collections.abc import Callable, Iterable

from django.utils.html import escape

from .tree import Element

WITHIN_A_LINE = frozenset(
    {"", "a", "abbr", "b", "br", "cite", "code", "em", "i", "kbd", "q", "samp", "span", "strong", "tt", "wbr"}
)
_WRITTEN_AS = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "cite": "i",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
_SPACES = re.compile(r"[ \t\n\r\f]+")

Links = Callable[[str], str]


def is_within_a_line(element: Element) -> bool:
    """Whether this can stand within a paragraph, with everything in it."""
    return element.tag in WITHIN_A_LINE and all(is_within_a_line(child) for child in element.children)


def written(parts: Iterable[Element | str], links: Links, inside: frozenset[str] = frozenset()) -> str:
    out: list[str] = []
    for part in parts:
        if isinstance(part, str):
            out.append(escape(_SPACES.sub(" ", part)))
        elif part.tag == "br":
            out.append("<br/>")
        elif part.tag == "a":
            out.append(_link(part, links, inside))
        elif part.tag == "q":
            out.append(f"“{written(part.content, links, inside)}”")
        else:
            tag = _WRITTEN_AS.get(part.tag)
            if tag is None or tag in inside:
                out.append(written(part.content, links, inside))
            elif words := written(part.content, links, inside | {tag}):
                out.append(f"<{tag}>{words}</{tag}>" if words.strip() else words)
    return "".join(out)


def _link(element: Element, links: Links, inside: frozenset[str]) -> str:
    if "a" in inside:
        return written(element.content, links, inside)
    words = written(element.content, links, inside | {"a"})
    address = links(element.attributes.get("href", ""))
    return f'<a href="{escape(address)}">{words}</a>' if address and words.strip() else words


def collapsed(words: str) -> str:
    """On one line."""
    return " ".join(words.split())


def shortened(words: str, most: int) -> str:
    """At most so many characters, ended at a word."""
    words = collapsed(words)
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    head = cut.rpartition(" ")[0]
    return (head if len(head) > most // 2 else cut).rstrip(" ,;:–-") + "…"
