"""Text that means to be XML, made into some: what can only be meant one way is mended, the rest is refused.

Mended are control characters, a lone ``&`` or ``<``, named characters of HTML, and what stands before the declaration.
A document type is refused where it begins: entities, and files fetched from elsewhere, come with it. Lines are kept,
so whatever is found later is found at the line where it stands in the file.
"""

import re
from collections.abc import Iterable, Iterator
from html.entities import html5

from django.utils.translation import gettext as _

from ..refusals import RefusedFile
from .notes import Notes

LONGEST_TAG = 512 * 1024
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"""<[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>""")
_NAMES = re.compile(r"</?[A-Za-z_:\u0080-\uffff]")
_ODD_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#([0-9]{1,8});|#[xX]([0-9a-fA-F]{1,7});|([A-Za-z][A-Za-z0-9]{1,31});)?"
)
_LONGEST_REFERENCE = 36
_CDATA, _CDATA_END = "<![CDATA[", "]]>"


class Repairer:
    """Takes text in pieces and gives it back mended. ``line`` is that of what comes next."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.line = 1
        self._rest = ""
        self._inside = ""  # what ends the piece that we are inside of: of a comment, an instruction, or verbatim text

    def mended(self, pieces: Iterable[str]) -> Iterator[str]:
        for piece in pieces:
            yield self._take(self._without_controls(piece), is_last=False)
        yield self._take("", is_last=True)

    def _without_controls(self, piece: str) -> str:
        clean, count = _NO_CHARACTER.subn("", piece)
        if count:
            self._note(_("Control characters were left out."), piece, _NO_CHARACTER.search(piece).start(), count)  # type: ignore[union-attr]  # there was one
        return clean

    def _note(self, sentence: str, text: str, place: int, times: int = 1) -> None:
        self.notes.add(sentence, self.line + text.count("\n", 0, place), times)

    def _take(self, piece: str, *, is_last: bool) -> str:
        text = self._rest + piece
        out: list[str] = []
        place = 0
        while place < len(text):
            step = self._within if self._inside else self._outside
            after = step(text, place, out, is_last)
            if after == place:
                break
            self.line += text.count("\n", place, after)
            place = after
        self._rest = text[place:]
        if is_last and (self._rest or self._inside == _CDATA_END):
            raise RefusedFile(_("the file ends in the middle of something. Export it once more."), self.line)
        return "".join(out)

    # Each step says up to where it came; the place it was given, if it has to see more first.

    def _within(self, text: str, place: int, out: list[str], is_last: bool) -> int:
        end = text.find(self._inside, place)
        is_verbatim = self._inside == _CDATA_END
        if end < 0:
            after = len(text) if is_last else max(place, len(text) - len(self._inside) + 1)
        else:
            after = end + len(self._inside)
            self._inside = ""
        part = text[place:after]
        out.append(part if is_verbatim else "\n" * part.count("\n"))
        return after

    def _outside(self, text: str, place: int, out: list[str], is_last: bool) -> int:
        start = text.find("<", place)
        if start < 0:
            start = len(text)
            if not is_last and (amp := text.rfind("&", max(place, start - _LONGEST_REFERENCE))) >= 0:
                start = amp if ";" not in text[amp:] else start
        if start > place:
            out.append(self._with_references(text, place, start))
            return start
        if text[place] == "&":
            return place
        if len(text) - place < len("<!DOCTYPE") and not is_last and ">" not in text[place:]:
            return place
        return self._open(text, place, out, is_last)

    def _open(self, text: str, place: int, out: list[str], is_last: bool) -> int:
        for begins, ends in ((_CDATA, _CDATA_END), ("<!--", "-->"), ("<?", "?>")):
            if text.startswith(begins, place):
                self._inside = ends
                if ends == _CDATA_END:
                    out.append(begins)
                return place + len(begins)
        if text.startswith("<!", place):
            raise RefusedFile(
                _("the file declares a document type or entities, which can make a server read other files. Refused."),
                self.line,
            )
        if not _NAMES.match(text, place):
            if len(text) - place < 3 and not is_last:
                return place
            self._note(_("A “<” or “&” that stood for itself was marked as such."), text, 0)
            out.append("&lt;")
            return place + 1
        found = _TAG.match(text, place)
        if found is None:
            if len(text) - place > LONGEST_TAG or is_last:
                raise RefusedFile(_("a tag begins here that does not end. Export the blog once more."), self.line)
            return place
        tag = found.group()
        if "&" in tag:
            tag = self._with_references(tag, 0, len(tag))
        out.append("<" + tag[1:].replace("<", "&lt;"))
        return found.end()

    def _with_references(self, text: str, start: int, end: int) -> str:
        part = text[start:end]
        if "&" not in part:
            return part
        return _ODD_REFERENCE.sub(lambda found: self._reference(found, part), part)

    def _reference(self, found: re.Match[str], part: str) -> str:
        decimal, hexadecimal, name = found.groups()
        if decimal or hexadecimal:
            number = int(decimal) if decimal else int(hexadecimal, 16)
            if number <= 0x10FFFF and not _NO_CHARACTER.match(chr(number)):
                return f"&#{number};"
            self._note(_("Control characters were left out."), part, found.start())
            return ""
        if name and f"{name};" in html5:
            return "".join(f"&#{ord(letter)};" for letter in html5[f"{name};"])
        self._note(_("A “<” or “&” that stood for itself was marked as such."), part, found.start())
        return f"&amp;{found.group()[1:]}"
