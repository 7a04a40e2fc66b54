"""Markup of any make as a small, clean tree.

nh3 reads it as browsers do and lets through what is known here; scripts and styles are gone with what is in them. What
it writes is well nested, so a few lines make a tree of it.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import nh3
from django.utils.html import escape

DEEPEST = 60
_TOO_DEEP = 250  # beyond it the reading itself takes a time that grows with the square
_VOID = frozenset({"br", "col", "hr", "img", "source", "wbr"})
_TAGS = _VOID | {
    "a", "abbr", "address", "article", "aside", "audio", "b", "blockquote", "caption", "center", "cite", "code", "dd",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "i", "iframe", "kbd", "li", "main", "ol", "p", "pre", "q", "samp", "section", "span", "strong", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "ul", "video",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "audio": {"src"},
    "blockquote": {"cite", "class"},
    "code": {"class"},
    "div": {"class"},
    "figure": {"class", "title"},
    "iframe": {"src", "title", "data-src"},
    "img": {"src", "data-src", "alt", "title", "class", "data-id"},
    "ol": {"start"},
    "p": {"class"},
    "pre": {"class", "lang"},
    "source": {"src"},
    "table": {"class"},
    "td": {"class", "colspan"},
    "th": {"class", "colspan"},
    "ul": {"class"},
    "video": {"src"},
}
_cleaner = nh3.Cleaner(
    tags=set(_TAGS), attributes=_ATTRIBUTES, link_rel=None, clean_content_tags={"script", "style"},
    url_schemes={"http", "https", "mailto", "tel", "ftp"},
)  # fmt: skip
_MARK = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NEEDS_NO_END = _VOID | {
    "dd",
    "dt",
    "input",
    "li",
    "link",
    "meta",
    "option",
    "p",
    "param",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "embed",
}
_TOO_WIDE = 400_000  # tags


class Element:
    __slots__ = ("attributes", "content", "tag")

    def __init__(self, tag: str, attributes: dict[str, str] | None = None) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.content: list[Element | str] = []

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def children(self) -> "list[Element]":
        return [part for part in self.content if isinstance(part, Element)]

    def every(self, *tags: str) -> "Iterator[Element]":
        """All below with one of these tags, in the order of the text."""
        for part in self.content:
            if isinstance(part, Element):
                if part.tag in tags:
                    yield part
                yield from part.every(*tags)

    def first(self, *tags: str) -> "Element | None":
        return next(self.every(*tags), None)

    def text(self) -> str:
        return "".join(
            part if isinstance(part, str) else "\n" if part.tag == "br" else part.text() for part in self.content
        )


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]
        self._beyond = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._open[-1].content.append(Element(tag, {key: value or "" for key, value in attrs}))
        elif self._beyond or len(self._open) > DEEPEST:
            self._beyond += 1
        else:
            element = Element(tag, {key: value or "" for key, value in attrs})
            self._open[-1].content.append(element)
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._beyond:
            self._beyond -= 1
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].content.append(data)


def tree_of(markup: str) -> Element:
    """The markup as a tree below a nameless root."""
    if is_too_deep(markup):
        markup = escape(re.sub(r"<[^<>]*>", " ", markup))
    builder = _Builder()
    builder.feed(_cleaner.clean(markup))
    builder.close()
    return builder.root


def is_too_deep(markup: str) -> bool:
    """Whether nobody can have meant this nesting; only its words are taken then."""
    depth = count = 0
    for found in _MARK.finditer(markup):
        count += 1
        if found[2].lower() in _NEEDS_NO_END:
            continue
        depth += -1 if found[1] else 1
        depth = max(depth, 0)
        if depth > _TOO_DEEP or count > _TOO_WIDE:
            return True
    return False
