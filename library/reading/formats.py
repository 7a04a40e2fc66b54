"""One reader for each kind of file, chosen by what the file begins with and never by its name.

A reader yields pieces of text, page by page or line by line, so that whoever asks can stop. What libraries raise over
damaged files is nobody's to list; ``child`` takes every error of theirs for a damaged file.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from .found import BROKEN, PROTECTED, TOO_LARGE, UNKNOWN_KIND, CannotReadError

MOST_PAGES = 300
MOST_ROWS = 50_000
MOST_PARTS = 4_000
MOST_UNPACKED = 120 * 1024 * 1024

Pieces = Iterator[str]
Reader = Callable[[BinaryIO], Pieces]


class MorePagesError(Exception):
    """There is more than we read."""


def reader_for(file: BinaryIO) -> Reader:
    """The reader for this file. Raises CannotReadError where there is none."""
    file.seek(0)
    start = file.read(1024)
    file.seek(0)
    if b"%PDF-" in start:
        return _pdf
    if start.startswith(b"PK\x03\x04"):
        return _office(file)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        # Office wraps a document with a password in this container; so were its documents before 2007.
        raise CannotReadError(PROTECTED)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or not (b"\0" in start or start.startswith(b"{\\rtf")):
        return _plain_text
    raise CannotReadError(UNKNOWN_KIND)


def _office(file: BinaryIO) -> Reader:
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            kind = packed.read("mimetype")[:100] if "mimetype" in names and len(parts) <= MOST_PARTS else b""
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise CannotReadError(BROKEN) from error
    finally:
        file.seek(0)
    # What a part holds beyond the size it names is never unpacked, so the named sizes are the sizes.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise CannotReadError(TOO_LARGE)
    if any(part.flag_bits & 1 for part in parts):
        raise CannotReadError(PROTECTED)
    for part, reader in (("word/document.xml", _docx), ("ppt/presentation.xml", _pptx), ("xl/workbook.xml", _xlsx)):
        if part in names:
            return reader
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return _odt
    raise CannotReadError(UNKNOWN_KIND)


def _pdf(file: BinaryIO) -> Pieces:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(file, strict=False)
    try:
        # Some are merely locked against changes, and open without a password.
        is_shut = reader.is_encrypted and not reader.decrypt("")
    except (DependencyError, NotImplementedError):
        is_shut = True
    if is_shut:
        raise CannotReadError(PROTECTED)
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            raise MorePagesError
        yield page.extract_text()


def _docx(file: BinaryIO) -> Pieces:
    from docx import Document
    from docx.oxml.ns import qn

    for paragraph in Document(file).element.body.iter(qn("w:p")):
        yield "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))


def _pptx(file: BinaryIO) -> Pieces:
    from pptx import Presentation
    from pptx.oxml.ns import qn

    for number, slide in enumerate(Presentation(file).slides):
        if number >= MOST_PAGES:
            raise MorePagesError
        shown = [slide, slide.notes_slide] if slide.has_notes_slide else [slide]
        for sheet in shown:
            for paragraph in sheet.element.iter(qn("a:p")):
                yield "".join(piece.text or "" for piece in paragraph.iter(qn("a:t")))


def _xlsx(file: BinaryIO) -> Pieces:
    from openpyxl import load_workbook

    rows = 0
    workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    for sheet in workbook.worksheets:
        yield sheet.title
        sheet.reset_dimensions()  # a file may name a million columns and fill three
        for row in sheet.iter_rows(values_only=True):
            rows += 1
            if rows > MOST_ROWS:
                raise MorePagesError
            yield " ".join(str(cell) for cell in row if cell is not None)


def _odt(file: BinaryIO) -> Pieces:
    from odfdo import Document

    # Its reader closes what it is given.
    for element in Document(io.BytesIO(file.read())).body.get_elements("//text:p | //text:h"):
        yield element.text_recursive


def _plain_text(file: BinaryIO) -> Pieces:
    data = file.read()
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        yield text
        return
    raise CannotReadError(UNKNOWN_KIND)
