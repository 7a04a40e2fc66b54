"""Documents of every kind that we read, and those that mean harm, made on the spot."""

import io
import zipfile

from docx import Document as Docx
from odfdo import Document as Odt
from odfdo import Paragraph
from openpyxl import Workbook
from pptx import Presentation
from pypdf import PdfWriter

from demo.documents import write_pdf

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx(*paragraphs) -> bytes:
    document = Docx()
    for words in paragraphs:
        document.add_paragraph(words)
    document.add_table(1, 1).cell(0, 0).text = "celldocx"
    return saved(document)


def pptx(words) -> bytes:
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    slide.shapes.title.text = words
    slide.notes_slide.notes_text_frame.text = "notespptx"
    return saved(slides)


def xlsx(*cells) -> bytes:
    book = Workbook()
    book.active.title = "sheetname"
    book.active.append(list(cells))
    return saved(book)


def odt(words) -> bytes:
    document = Odt("text")
    document.body.append(Paragraph(words))
    return saved(document)


def pdf(words, pages=1) -> bytes:
    if pages == 1:
        return write_pdf("Title", [("text", words)])
    writer = PdfWriter(io.BytesIO(write_pdf("Title", [("text", words)])))
    for _page in range(pages - 1):
        writer.add_page(writer.pages[0])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_password(words) -> bytes:
    writer = PdfWriter(io.BytesIO(pdf(words)))
    writer.encrypt("quokka", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def empty_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def packed(parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_body(body, kind="word/document.xml", given=None) -> bytes:
    """A true document whose main part says something else."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(given or docx("harmless")))
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, body if name == kind else source.read(name))
    return out.getvalue()


def bomb() -> bytes:
    """Half a gigabyte of one letter, in half a megabyte."""
    return packed({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"a" * (512 * 1024 * 1024)})


def wide_bomb() -> bytes:
    """Just below what may be unpacked, and far above it as a tree."""
    return with_body(f"<w:document {WORD}><w:body>{'<w:p/>' * 15_000_000}</w:body></w:document>")


def deep() -> bytes:
    return with_body(f"<w:document {WORD}><w:body>{'<w:p>' * 500_000}{'</w:p>' * 500_000}</w:body></w:document>")


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
    said = "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body>"
    return with_body(f"<!DOCTYPE d [{entities}]><w:document {WORD}>{said}</w:document>")


def peeking(path="/etc/passwd") -> bytes:
    """Asks its reader for a file of the server."""
    return with_body(
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{path}">]>'
        f"<w:document {WORD}><w:body><w:p><w:r><w:t>before &x; after</w:t></w:r></w:p></w:body></w:document>"
    )


def wide_sheet() -> bytes:
    return with_body(
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr">'
        "<is><t>farcell</t></is></c></row></sheetData></worksheet>",
        kind="xl/worksheets/sheet1.xml",
        given=xlsx("near"),
    )
