"""Our own markup of a page, made to be read from a disk: links lead to files beside it, and nothing runs."""

from html import escape
from html.parser import HTMLParser

from .links import Links

_VOID = frozenset({"br", "hr", "img", "wbr"})
_KEPT = frozenset(
    {
        "a", "abbr", "aside", "b", "blockquote", "caption", "code", "dd", "div", "dl", "dt", "em", "figcaption",
        "figure", "h1", "h2", "h3", "h4", "h5", "h6", "i", "li", "ol", "p", "pre", "small", "span", "strong", "sub",
        "sup", "table", "tbody", "td", "th", "thead", "tr", "ul", *_VOID,
    }
)  # fmt: skip
_DROPPED_WHOLE = frozenset({"svg", "script", "style", "button", "template", "form", "iframe", "object"})
_ATTRIBUTES = {"a": {"href"}, "th": {"scope"}, "ol": {"start"}, "img": {"alt", "width", "height"}}
_CLASSES = frozenset({"callout", "warning", "tip", "note", "quote", "code", "gallery", "number", "embed"})


def readable(markup: str, links: Links, here: str) -> str:
    """Markup of a block or a comment without what only a browser on the site could use. A link to what is not in the
    archive keeps its words."""
    reader = _Rewriter(links, here)
    reader.feed(markup)
    reader.close()
    return reader.text()


class _Rewriter(HTMLParser):
    def __init__(self, links: Links, here: str) -> None:
        super().__init__(convert_charrefs=True)
        self._links, self._here = links, here
        self._out: list[str] = []
        self._dropping: list[str] = []
        self._anchors: list[bool] = []

    def text(self) -> str:
        return "".join(self._out).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._dropping:
            if tag == self._dropping[0]:
                self._dropping.append(tag)
            return
        if tag in _DROPPED_WHOLE or (tag == "a" and "anchor" in given.get("class", "").split()):
            self._dropping.append(tag)
            return
        if tag not in _KEPT:
            return
        kept = {name: value for name, value in given.items() if name in _ATTRIBUTES.get(tag, ())}
        if classes := " ".join(name for name in given.get("class", "").split() if name in _CLASSES):
            kept["class"] = classes
        if tag == "img":
            source = self._links.address(given.get("src", ""), self._here, ".html")
            if not source or source.startswith(("http:", "https:")):
                return
            kept = {"src": source, "alt": ""} | kept
        if tag == "a":
            target = self._links.address(given.get("href", ""), self._here, ".html")
            self._anchors.append(bool(target))
            if not target:
                return
            kept["href"] = target
        written = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        self._out.append(f"<{tag}{written}>")

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag == self._dropping[0]:
                self._dropping.pop()
            return
        if tag not in _KEPT or tag in _VOID:
            return
        if tag == "a" and not (self._anchors and self._anchors.pop()):
            return
        self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self._out.append(escape(data, quote=False))
