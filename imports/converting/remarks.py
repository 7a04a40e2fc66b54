"""The words of a comment: its markup as the marks that our comments are written with."""

import re

from .inline import collapsed
from .tree import Element, tree_of

_SPACES = re.compile(r"[ \t\f]+")


def text_of(markup: str) -> str:
    """Plain text with marks for emphasis, links, quotes, code and lists; blank lines part paragraphs."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    lines = "".join(_written(tree_of(markup.replace("\r\n", "\n")))).split("\n")
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _written(element: Element) -> list[str]:
    out: list[str] = []
    for part in element.content:
        if isinstance(part, str):
            out.append(_SPACES.sub(" ", part))
            continue
        inner = "".join(_written(part))
        tag = part.tag
        if tag == "br":
            out.append("\n")
        elif tag in {"b", "strong"} and inner.strip():
            out.append(f"**{inner.strip()}**")
        elif tag in {"i", "em", "cite"} and inner.strip():
            out.append(f"*{inner.strip()}*")
        elif tag == "code" and inner.strip():
            out.append(f"`{inner.strip()}`")
        elif tag == "pre":
            out.append(f"\n\n```\n{part.text().strip(chr(10))}\n```\n\n")
        elif tag == "a":
            out.append(_link(part, inner))
        elif tag == "img":
            out.append(part.attributes.get("alt") or part.attributes.get("src", ""))
        elif tag == "blockquote":
            out.append("\n\n" + "\n".join(f"> {line}" for line in inner.strip().split("\n")) + "\n\n")
        elif tag == "li":
            out.append(f"\n- {collapsed(inner)}")
        elif tag in {"p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"}:
            out.append(f"\n\n{inner}\n\n")
        else:
            out.append(inner)
    return out


def _link(element: Element, inner: str) -> str:
    address, words = element.attributes.get("href", ""), collapsed(inner)
    if not address or address == words:
        return address or words
    if not words:
        return address
    if any(mark in words for mark in "[]") or any(mark in address for mark in "()<> "):
        return f"{words} ({address})"
    return f"[{words}]({address})"
