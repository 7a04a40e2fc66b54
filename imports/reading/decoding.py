"""Bytes to characters, whatever the file says about itself.

A file is UTF-8 where it can be, else what it declares. Bytes that are not UTF-8 in a file that says it is come from an
old Windows page pasted into it, and are read as that.
"""

import codecs
import re
import threading
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from .notes import Notes

CHUNK = 256 * 1024
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# Encodings of text that blogs were ever exported in. Python knows others, some of which are programs.
_OF_TEXT = re.compile(
    r"(ascii|utf[-_]?8|iso[-_]?8859|latin|cp\d|windows|koi8|gb|big5|shift|euc|mac|tis)", re.IGNORECASE
)
_WIDE = re.compile(r"utf[-_]?(16|32)|ucs", re.IGNORECASE)
_AS_WINDOWS = "intramural.as_windows"

_here = threading.local()


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _here.count = getattr(_here, "count", 0) + 1
    odd = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "replace") for byte in odd), error.end


codecs.register_error(_AS_WINDOWS, _as_windows)


def characters(file: IO[bytes], notes: Notes) -> Iterator[str]:
    """The text of a file, piece by piece. What was not as the file says is in ``notes``."""
    head = file.read(CHUNK)
    name = _encoding_of(head, notes)
    decoder = codecs.getincrementaldecoder(name)(_AS_WINDOWS if name.startswith("utf-8") else "replace")
    line = 1
    chunk = head
    while True:
        _here.count = 0
        text = decoder.decode(chunk, final=not chunk)
        if _here.count:
            notes.add(_("Letters that are not in the file's encoding were read as Windows-1252."), line, _here.count)
        line += text.count("\n")
        if text:
            yield text
        if not chunk:
            return
        chunk = file.read(CHUNK)


def _encoding_of(head: bytes, notes: Notes) -> str:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    found = _DECLARED.search(head[:400])
    declared = found[1].decode("ascii") if found else "utf-8"
    if _WIDE.match(declared):
        # Its first letters were read as single bytes, so it cannot be that.
        notes.add(_("The file says it is %(name)s and is UTF-8.") % {"name": declared}, 1)
        return "utf-8"
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    if not name or not _OF_TEXT.match(name):
        notes.add(_("The file names an encoding that nobody knows, and was read as UTF-8."), 1)
        return "utf-8"
    if name not in {"utf-8", "ascii"} and _is_utf8(head):
        notes.add(_("The file says it is %(name)s and is UTF-8.") % {"name": declared}, 1)
        return "utf-8"
    return "utf-8" if name == "ascii" else name


def _is_utf8(head: bytes) -> bool:
    """Whether this holds letters outside ASCII, all of them as UTF-8 writes them."""
    if head.isascii():
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
    except UnicodeDecodeError:
        return False
    return True
