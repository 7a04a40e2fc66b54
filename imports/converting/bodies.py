"""The body of an entry as blocks."""

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.translation import gettext as _

from ..records import CLASSIC
from . import shortcodes, tables
from .inline import collapsed, is_within_a_line, shortened, written
from .media import Media, is_address, video_at
from .pieces import APART, PARTED, paragraphs_of, text_without, unwrapped
from .result import Converted, Surroundings
from .tree import Element, is_too_deep, tree_of

LONGEST_HEADING, LONGEST_QUOTE, LONGEST_SOURCE = 120, 800, 120
_BLOCK_MARK = re.compile(r"<!--\s*wp:")
_HOLLOW_BLOCK = re.compile(r"<!--\s*wp:([\w/-]{1,100})[^<>]*?/-->")
_HOLLOW_AND_SILENT = frozenset({"more", "nextpage", "separator", "spacer", "post-title"})
_LANGUAGE = re.compile(r"(?:language|lang|brush)[-:]\s?([\w+#-]{1,30})")
_FLOWS = frozenset(
    {
        "address", "article", "aside", "center", "dd", "details", "div", "dl", "dt", "footer", "header", "main", "p",
        "section", "summary",
    }
)  # fmt: skip
_HEADINGS = {"h1": "2", "h2": "2", "h3": "3", "h4": "3", "h5": "3", "h6": "3"}
# Each begins where a run of spaces begins, so a very long run is looked at once and not from each of its places.
_NO_BREAK = re.compile(r"^(?:\s|<br/>)+|(?<!\s)(?<!<br/>)(?:\s|<br/>)+$")
_TWO_BREAKS = re.compile(r"(?<!\s)\s*<br/>\s*(?:<br/>\s*)+")


def converted(markup: str, style: str, around: Surroundings) -> Converted:
    """An entry's markup as blocks. Every word is kept; what cannot be is said in the notes."""
    out = Converted()
    if re.search(r"<script\b", markup, re.IGNORECASE):
        out.note(_("A script was left out."))
    if re.search(r"<(?:form|input|object|applet)\b", markup, re.IGNORECASE):
        out.note(_("A form or an object of a plug-in was left out."))
    if is_too_deep(markup):
        out.note(_("Its markup is nested so deep that only its words were taken."))
    is_of_blocks = _BLOCK_MARK.search(markup) is not None
    markup = _HOLLOW_BLOCK.sub(_hollow, markup) if is_of_blocks else markup
    if style == CLASSIC:
        markup = shortcodes.expanded(markup)
    markup = markup.replace("\r\n", "\n").replace("\r", "\n")
    _Writer(out, around, parts_at_blank_lines=style == CLASSIC and not is_of_blocks).write(tree_of(markup))
    return out


def _hollow(found: re.Match[str]) -> str:
    """A block whose content WordPress made up each time it was shown."""
    name = found[1].rpartition("/")[2]
    return "" if name in _HOLLOW_AND_SILENT else shortcodes.box(found[1])


class _Writer:
    def __init__(self, out: Converted, around: Surroundings, *, parts_at_blank_lines: bool) -> None:
        self.out = out
        self.around = around
        self.media = Media(out, around)
        self.is_classic = parts_at_blank_lines
        self._line: list[str] = []
        self._prose: list[str] = []

    def write(self, root: Element) -> None:
        self._flow(root.content)
        self._end_prose()

    # --- Running text -------------------------------------------------------------------------------------------------

    def _flow(self, parts: Iterable[Element | str]) -> None:
        """What follows each other: words gather to paragraphs, and everything else ends one."""
        for part in parts:
            if isinstance(part, str):
                self._words(part)
            elif is_within_a_line(part) and not (self.is_classic and "\n\n" in part.text()):
                self._line.append(written([part], self.around.link))
            else:
                self._element(part)
        self._end_line()

    def _words(self, words: str) -> None:
        if not self.is_classic:
            self._line.append(written([words], self.around.link))
            return
        for number, paragraph in enumerate(PARTED.split(words)):
            if number:
                self._end_line()
            lines = [written([line], self.around.link) for line in paragraph.split("\n")]
            self._line.append("<br/>".join(lines))

    def _end_line(self) -> None:
        whole = "".join(self._line)
        self._line.clear()
        for paragraph in _TWO_BREAKS.split(whole):
            paragraph = _NO_BREAK.sub("", paragraph)
            words = re.sub(r"<[^<>]*>", "", paragraph).strip()
            if not words:
                continue
            if is_address(words) and video_at(words):
                self._end_prose()
                self.media.elsewhere(words)
            else:
                self._add(f"<p>{paragraph}</p>", words)

    def _add(self, markup: str, words: str) -> None:
        self._prose.append(markup)
        self.out.words.append(words)
        self.out.prose.append(words)

    def _end_prose(self) -> None:
        self._end_line()
        if self._prose:
            self.out.add("text", "".join(self._prose))
            self._prose.clear()

    # --- Everything else ----------------------------------------------------------------------------------------------

    def _element(self, element: Element) -> None:
        self._end_line()
        tag = element.tag
        if tag in _HEADINGS:
            self._heading(element)
        elif tag in {"ul", "ol"}:
            self._list(element)
        elif tag in _FLOWS and shortcodes.BOX not in element.classes:
            self._flow(element.content)
        elif tag == "hr":
            self._end_line()
        elif tag in _OUT_OF_LINE:
            self._end_prose()
            getattr(self, _OUT_OF_LINE[tag])(element)
        else:
            # Something of a line that holds more than a line: a link around a picture, bold around paragraphs.
            self._flow(element.content)

    def _heading(self, element: Element) -> None:
        words = collapsed(element.text())
        self._end_prose()
        if words and len(words) <= LONGEST_HEADING:
            self.out.add("heading", {"text": words, "level": _HEADINGS[element.tag]}, words)
        elif words:
            self._add(f"<p><b>{escape(words)}</b></p>", words)
        for image in element.every("img"):
            self._end_prose()
            self.media.picture(image)

    def _list(self, element: Element) -> None:
        images = list(element.every("img"))
        if "blocks-gallery-grid" in element.classes and images:
            self._end_prose()
            self._gallery(element)
            return
        markup, words = self._list_markup(element)
        if words.strip():
            self._add(markup, words)
        apart = list(element.every("img", "iframe", "video", "audio", "pre", "table"))
        if apart:
            self._end_prose()
        for part in apart:
            self._element(part)

    def _list_markup(self, element: Element) -> tuple[str, str]:
        items, words = [], []
        for item in element.children:
            inner = item.content if item.tag == "li" else [item]
            nested = ""
            line: list[Element | str] = []
            for part in inner:
                if isinstance(part, Element) and part.tag in {"ul", "ol"}:
                    below, below_words = self._list_markup(part)
                    nested += below
                    words.append(below_words)
                elif not (isinstance(part, Element) and part.tag in APART):
                    line += unwrapped(part)
            text = _NO_BREAK.sub("", written(line, self.around.link))
            words.insert(0, re.sub(r"<[^<>]*>", "", text)) if nested else words.append(re.sub(r"<[^<>]*>", "", text))
            if text or nested:
                items.append(f"<li>{text}{nested}</li>")
        return f"<{element.tag}>{''.join(items)}</{element.tag}>", " ".join(words)

    def _quote(self, element: Element) -> None:
        source = next((cite for cite in element.children if cite.tag in {"cite", "footer"}), None) or element.first(
            "cite"
        )
        cited = collapsed(source.text()) if source is not None else ""
        words = "\n\n".join(paragraphs_of(element, without=source))
        apart = list(element.every("img", "iframe", "video", "audio"))
        if words and len(words) <= LONGEST_QUOTE:
            self.out.add("quote", {"text": words, "source": shortened(cited, LONGEST_SOURCE)}, words)
        elif words:
            self.out.note(_("A quotation was too long for a quotation, and is set apart as a note."))
            prose = "".join(f"<p>{escape(part)}</p>" for part in words.split("\n\n"))
            prose += f"<p><i>{escape(cited)}</i></p>" if cited else ""
            self.out.add("callout", {"kind": "note", "text": prose}, words)
        if words and element.first("a") is not None:
            for link in element.every("a"):
                address = self.around.link(link.attributes.get("href", ""))
                if address and collapsed(link.text()) and not link.first("img"):
                    self._add(f'<p><a href="{escape(address)}">{escape(collapsed(link.text()))}</a></p>', "")
            self._end_prose()
        for part in apart:
            self._element(part)

    def _code(self, element: Element) -> None:
        if "wp-block-verse" in element.classes:
            self._add(f"<p>{'<br/>'.join(escape(line) for line in element.text().split(chr(10)))}</p>", element.text())
            return
        inner = element.first("code")
        marks = " ".join([*element.classes, *(inner.classes if inner is not None else [])])
        found = _LANGUAGE.search(marks)
        language = found[1] if found else element.attributes.get("lang", "")[:30]
        code = element.text().strip("\n")
        if code.strip():
            self.out.add("code", {"language": language, "code": code}, code)

    def _figure(self, element: Element) -> None:
        if self.media.numbered_gallery(element):
            return
        caption_of = next((part for part in element.children if part.tag == "figcaption"), None)
        caption = collapsed(caption_of.text()) if caption_of is not None else ""
        images = list(element.every("img"))
        is_gallery = "wp-block-gallery" in element.classes or len(images) > 1
        if is_gallery and images:
            self._gallery(element, caption)
        elif images:
            words = caption or collapsed(element.text())
            self.media.picture(images[0], words)
        elif (table := element.first("table")) is not None:
            self._table(table, caption)
        elif "wp-block-embed" in element.classes and is_address(collapsed(text_without(element, caption_of))):
            self.media.elsewhere(collapsed(text_without(element, caption_of)), caption)
        else:
            self._flow(element.content)
            self._end_prose()

    def _gallery(self, element: Element, caption: str = "") -> None:
        pictures: list[tuple[Element, str]] = []
        for figure in element.every("figure", "li"):
            image = figure.first("img")
            if image is not None and not any(image is known for known, _words in pictures):
                words = figure.first("figcaption")
                pictures.append((image, collapsed(words.text()) if words is not None else ""))
        if not pictures:
            pictures = [(image, "") for image in element.every("img")]
        self.media.gallery(pictures, caption)

    def _table(self, element: Element, caption: str = "") -> None:
        rows = tables.rows_of(element)
        words = element.first("caption")
        caption = caption or (collapsed(words.text()) if words is not None else "")
        image = element.first("img")
        if "tr-caption-container" in element.classes and image is not None:
            self.media.picture(image, collapsed(element.text()))
            return
        if not tables.is_of_words(rows):
            for row in rows:
                for cell in row:
                    self._flow(cell.content)
            self._end_prose()
            return
        tables.add_table(self.out, element, rows, caption)
        for part in element.every(*sorted(tables.IN_A_CELL)):
            self._element(part)

    def _picture(self, element: Element) -> None:
        self.media.picture(element)

    def _elsewhere(self, element: Element) -> None:
        inner = element.first("source")
        told = element.attributes
        address = (
            told.get("src") or told.get("data-src") or (inner.attributes.get("src", "") if inner is not None else "")
        )
        self.media.elsewhere(address, told.get("title", ""))

    def _box(self, element: Element) -> None:
        self.media.box(collapsed(element.text()))


_OUT_OF_LINE = {
    "audio": "_elsewhere",
    "blockquote": "_quote",
    "div": "_box",
    "figure": "_figure",
    "iframe": "_elsewhere",
    "img": "_picture",
    "pre": "_code",
    "table": "_table",
    "video": "_elsewhere",
}
