"""Rich text, as it is stored, in Markdown.

Links to pages and documents are stored as numbers; ``Links`` says where they lead. What is unknown keeps its words.
"""

import re
from html.parser import HTMLParser

from .links import Links

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_AT_START = re.compile(r"^(\s*)([#+>-]|\d+(?=[.)]))", re.MULTILINE)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}


def escaped(text: str) -> str:
    """Plain words, so that Markdown takes none of them for a sign."""
    marked = _SPECIAL.sub(r"\\\1", text)
    return _AT_START.sub(lambda found: f"{found[1]}{_out_of(found[2])}", marked)


def _out_of(sign: str) -> str:
    """A sign at the start of a line that would begin a heading or a list: a number's is the dot behind it."""
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def one_line(text: str) -> str:
    return escaped(" ".join(text.split()))


def markdown_of(source: str, links: Links, here: str) -> str:
    """Stored rich text as Markdown, paragraphs apart by an empty line."""
    reader = _Reader(links, here)
    reader.feed(source or "")
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self, links: Links, here: str) -> None:
        super().__init__(convert_charrefs=True)
        self._links, self._here = links, here
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._lists: list[int | None] = []  # the next number of each list we are in; None where it has dots
        self._targets: list[str] = []
        self._in_code = 0

    def text(self) -> str:
        self._end_block()
        joined: list[str] = []
        for number, block in enumerate(self._blocks):
            if number:
                is_list = _is_item(block) and _is_item(self._blocks[number - 1])
                joined.append("\n" if is_list else "\n\n")
            joined.append(block)
        return "".join(joined)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MARKS:
            self._in_code += tag == "code"
            self._line.append(_MARKS[tag])
        elif tag == "a":
            self._targets.append(self._target(dict(attrs)))
            if self._targets[-1]:
                self._line.append("[")
        elif tag in {"ul", "ol"}:
            self._end_block()
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._end_block()
            self._line.append(self._item())
        elif tag == "br":
            self._line.append("  \n")
        elif tag in {"p", "div", "blockquote"} or re.fullmatch(r"h[1-6]", tag):
            self._end_block()
            if tag[0] == "h":
                self._line.append("#" * int(tag[1]) + " ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self._in_code -= tag == "code"
            self._line.append(_MARKS[tag])
        elif tag == "a" and self._targets:
            target = self._targets.pop()
            if target:
                self._line.append(f"]({target})")
        elif tag in {"ul", "ol"} and self._lists:
            self._end_block()
            self._lists.pop()
        elif tag in {"p", "li", "div", "blockquote"} or re.fullmatch(r"h[1-6]", tag):
            self._end_block()

    def handle_data(self, data: str) -> None:
        if self._in_code:
            self._line.append(data)
        elif data.strip() or self._line:
            self._line.append(escaped(re.sub(r"\s+", " ", data)))

    def _target(self, attrs: dict[str, str | None]) -> str:
        number = attrs.get("id") or ""
        if attrs.get("linktype") == "page":
            return self._links.page(int(number), self._here, ".md") if number.isdecimal() else ""
        if attrs.get("linktype") == "document":
            return self._links.document(int(number), self._here) if number.isdecimal() else ""
        return markdown_address(self._links.address(attrs.get("href") or "", self._here, ".md"))

    def _item(self) -> str:
        indent = "   " * max(0, len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{indent}- "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _end_block(self) -> None:
        block = "".join(self._line).rstrip()
        self._line.clear()
        if block.strip() and not re.fullmatch(r"\s*(-|\d+\.)", block):
            self._blocks.append(block)


def _is_item(block: str) -> bool:
    return bool(re.match(r"\s*(- |\d+\. )", block))


def markdown_address(address: str) -> str:
    """An address between round brackets must not close them."""
    return address.replace("(", "%28").replace(")", "%29").replace(" ", "%20").replace("<", "%3C")
