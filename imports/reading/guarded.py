"""XML that strangers wrote, read record by record.

defusedxml drives the parser: no document type, no entities, nothing from elsewhere. Names are those that their
addresses stand for, whatever prefix a file gives them, or forgets to declare. One record is held at a time, so memory
does not grow with the file.
"""

import xml.sax.handler
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from xml.sax import SAXException, SAXParseException

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser
from django.utils.html import escape
from django.utils.translation import gettext as _

from ..refusals import RefusedFile
from .decoding import characters
from .notes import Notes
from .repairing import Repairer

DEEPEST = 200
MOST_LETTERS = 8_000_000  # of one record
MOST_ELEMENTS = 300_000
_ATOM = "http://www.w3.org/2005/Atom"
_KNOWN = (
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/syndication/thread/1.0", "thr"),
    ("http://schemas.google.com/g/2005", "gd"),
    ("http://schemas.google.com/blogger/", "blogger"),
    ("http://purl.org/atom/app#", "app"),
    ("http://www.w3.org/2007/app", "app"),
    ("http://www.w3.org/1999/xhtml", ""),
    ("http://purl.org/atom/ns#", "atom"),
    (_ATOM, "atom"),
)


class Node:
    """An element with everything in it. ``line`` is where it begins; ``is_cut`` says that it was too large to hold."""

    __slots__ = ("attributes", "content", "is_cut", "line", "name")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.content: list[str | Node] = []
        self.line = line
        self.is_cut = False

    @property
    def text(self) -> str:
        return "".join(part for part in self.content if isinstance(part, str))

    @property
    def children(self) -> list["Node"]:
        return [part for part in self.content if isinstance(part, Node)]

    def all(self, name: str) -> list["Node"]:
        return [part for part in self.content if isinstance(part, Node) and part.name == name]

    def first(self, name: str) -> "Node | None":
        return next((part for part in self.content if isinstance(part, Node) and part.name == name), None)

    def get(self, name: str) -> str:
        """The stripped text of the first child with this name; empty without one."""
        found = self.first(name)
        return found.text.strip() if found is not None else ""

    def markup(self) -> str:
        """What is inside, written again as markup: of XHTML that stands in the file as elements."""
        return "".join(escape(part) if isinstance(part, str) else part._written() for part in self.content)

    def _written(self) -> str:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        return f"<{self.name}{attributes}>{self.markup()}</{self.name}>"


@dataclass(frozen=True)
class Shape:
    """How a format begins: the elements around its records, and which names go without a prefix."""

    around: tuple[str, ...]
    home: str = ""


RSS = Shape(("rss", "channel"))
ATOM = Shape(("feed",), home="atom")


class _Collector(xml.sax.handler.ContentHandler):
    def __init__(self, shape: Shape, notes: Notes) -> None:
        super().__init__()
        self.shape = shape
        self.notes = notes
        self.ready: list[Node] = []
        self._around: list[str] = []
        self._open: list[Node] = []
        self._depth = 0
        self._prefixes: list[dict[str, str]] = [{}]
        self._letters = self._elements = 0
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - as the interface names it
        self._locator = locator

    @property
    def line(self) -> int:
        return int(self._locator.getLineNumber() or 1) if self._locator is not None else 1

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        if self._depth >= DEEPEST:
            raise RefusedFile(_("elements are nested deeper than any blog nests them."), self.line)
        given = dict(attrs.items())
        self._prefixes.append(self._known_with(given))
        own = self._named(name)
        depth, around = self._depth, self.shape.around
        self._depth += 1
        if depth == 0 and own != around[0]:
            raise RefusedFile(
                _("this begins with <%(found)s>, where the export of a blog begins with <%(wanted)s>.")
                % {"found": name[:40], "wanted": around[0]},
                self.line,
            )
        if depth < len(around):
            self._around[depth:] = [own]
            return
        if tuple(self._around) != around:
            return
        if depth == len(around):
            self._letters = self._elements = 0
        self._elements += 1
        node = Node(own, {self._named_attribute(key): value for key, value in given.items()}, self.line)
        if self._open:
            if self._elements > MOST_ELEMENTS:
                self._open[0].is_cut = True
            else:
                self._open[-1].content.append(node)
        self._open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._depth -= 1
        self._prefixes.pop()
        if self._open:
            node = self._open.pop()
            if not self._open:
                self.ready.append(node)

    def characters(self, content: str) -> None:
        if not self._open:
            return
        self._letters += len(content)
        if self._letters > MOST_LETTERS:
            self._open[0].is_cut = True
        elif self._elements <= MOST_ELEMENTS:
            self._open[-1].content.append(content)

    def _known_with(self, given: dict[str, str]) -> dict[str, str]:
        declared = {key: value for key, value in given.items() if key == "xmlns" or key.startswith("xmlns:")}
        if not declared:
            return self._prefixes[-1]
        known = dict(self._prefixes[-1])
        for key, address in declared.items():
            known[key.partition(":")[2]] = _meant_by(address.strip(), key.partition(":")[2])
            del given[key]
        return known

    def _named(self, name: str) -> str:
        prefix, colon, local = name.rpartition(":")
        known = self._prefixes[-1]
        if prefix not in known:
            if colon:
                self.notes.add(
                    _("The prefix “%(name)s:” is not declared, and was understood.") % {"name": prefix}, self.line
                )
                known[prefix] = prefix
            else:
                return local
        meant = known[prefix]
        return local if meant in ("", self.shape.home) else f"{meant}:{local}"

    def _named_attribute(self, name: str) -> str:
        return self._named(name) if ":" in name and not name.startswith("xml:") else name


def _meant_by(address: str, prefix: str) -> str:
    if address.startswith(("http://wordpress.org/export/", "https://wordpress.org/export/")):
        return "excerpt" if "/excerpt" in address else "wp"
    return next((name for start, name in _KNOWN if address.startswith(start)), prefix)


def records(file: IO[bytes], shape: Shape, notes: Notes) -> Iterator[Node]:
    """Every element directly inside the outer ones of ``shape``, in the file's order. Raises RefusedFile."""
    collector = _Collector(shape, notes)
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(collector)
    collector.setDocumentLocator(parser)
    try:
        for text in Repairer(notes).mended(characters(file, notes)):
            parser.feed(text)
            yield from collector.ready
            collector.ready.clear()
        parser.close()
    except SAXParseException as broken:
        raise RefusedFile(_why(broken), broken.getLineNumber() or collector.line) from broken
    except (SAXException, DefusedXmlException) as broken:
        raise RefusedFile(_("this cannot be read as XML."), collector.line) from broken
    yield from collector.ready


def _why(broken: SAXParseException) -> str:
    said = broken.getMessage()
    if said == "mismatched tag":
        return _("a tag is closed here that is not the one that is open. Export the blog once more.")
    if said in {"no element found", "unclosed token"}:
        return _("the file ends before it is complete. Export it once more.")
    return _("this is no XML (%(why)s). Export the blog once more.") % {"why": said}
