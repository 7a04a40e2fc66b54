"""The few documents that texts hang on: written by code, small, and readable without anything of ours."""

import csv
import zlib
from collections.abc import Callable, Mapping, Sequence
from io import StringIO

_PAGE = (595, 842)
_MARGIN = 64
_LEADING = {"title": 34, "heading": 26, "text": 17, "": 10}
_FONT = {"title": ("F2", 22), "heading": ("F2", 13), "text": ("F1", 11)}
Line = tuple[str, str]


def write_pdf(title: str, lines: Sequence[Line]) -> bytes:
    """A plain PDF of titles, headings and lines; letters outside Western European are not meant for it."""
    pages = _broken_into_pages([("title", title), *lines])
    bodies: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) /Producer (Intramural demo) >>" % _escaped(title),
    ]
    for number, page in enumerate(pages):
        stream = zlib.compress(_drawn(page))
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (*_PAGE, 7 + 2 * number)
        )
        bodies.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _numbered(bodies)


def _broken_into_pages(lines: Sequence[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = [[]]
    room = _PAGE[1] - 2 * _MARGIN
    for kind, words in lines:
        if room < _LEADING[kind]:
            pages.append([])
            room = _PAGE[1] - 2 * _MARGIN
        pages[-1].append((kind, words))
        room -= _LEADING[kind]
    return pages


def _escaped(words: str) -> bytes:
    raw = words.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _drawn(lines: Sequence[Line]) -> bytes:
    level = _PAGE[1] - _MARGIN
    pieces: list[bytes] = []
    for kind, words in lines:
        level -= _LEADING[kind]
        if words:
            font, size = _FONT[kind]
            pieces.append(b"BT /%s %d Tf %d %d Td (%s) Tj ET" % (font.encode(), size, _MARGIN, level, _escaped(words)))
    return b"\n".join(pieces)


def _numbered(bodies: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


def write_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With a byte-order mark, so that spreadsheets read the letters right."""
    buffer = StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def _handover_sheet() -> bytes:
    questions = (
        ("1. What is about to happen?", "The next two hours, with the hour and the place."),
        ("2. Who is waiting for us?", "Everybody to whom somebody said that we will ring. Number, hour."),
        ("3. What is not sure?", "What is out and would not bear a bet; what is not out, and why."),
        ("4. What did I change?", "Order, headlines, pictures, versions. With the reason."),
        ("5. How are you?", "Asked by the one who arrives, of the one who leaves. Put the sheet down first."),
    )
    lines: list[Line] = [("text", "Standing. No chairs, no coffee until question five. Six minutes."), ("", "")]
    for heading, help_text in questions:
        lines += [("heading", heading), ("text", help_text), ("text", "_" * 66), ("text", "_" * 66), ("", "")]
    lines += [("text", "Handed over by ____________________   Taken over by ____________________   At ______")]
    return write_pdf("Handover", lines)


def _assembly_guide() -> bytes:
    lines: list[Line] = [
        ("text", "What is on the agenda, who may vote on it, and where the surplus stands."),
        ("heading", "Agenda"),
        ("text", "1. Opening, quorum, and winding of the hen"),
        ("text", "2. Report of the board, followed by questions"),
        ("text", "3. Accounts of the year: acceptance (plain majority)"),
        ("text", "4. Use of the surplus (plain majority, amendments from the floor)"),
        ("text", "5. Election of three members of the supervisory board"),
        ("text", "6. Motion to change paragraph 11, proxies (two thirds of the votes cast)"),
        ("text", "7. Anything else that fits into three minutes"),
        ("heading", "Words to listen for"),
        ("text", "On closing: a vote on ending the debate. Keep your card down if you want to hear more."),
        ("text", "On the motion: a vote on the matter itself."),
        ("text", "Which?: what you may call out at any time if you are not sure."),
        ("heading", "The surplus"),
        ("text", "Result of the year ........................................ 1,284,000"),
        ("text", "Reserve required by law (a tenth) ......................... 128,400"),
        ("text", "Proposed for the common fund .............................. 385,000"),
        ("text", "Proposed dividend per share ............................... 420"),
        ("text", "Carried forward ........................................... 387,560"),
        ("text", "One long footnote: the carry-forward holds the vans that have been ordered and not yet paid."),
        ("heading", "If you are not in the room"),
        ("text", "Vote in the member's area; the count waits four minutes for you after each question."),
        ("text", "Or name a proxy in writing by the day before. One person carries two proxies at most."),
    ]
    return write_pdf("Guide to the assembly", lines)


def _nightly_export() -> bytes:
    known = (
        ("KST_MONAT.TXT", "Cost centres of the month", "0 (read by a machine)", "Finance"),
        ("TOUR_TAG.TXT", "Rounds of tomorrow", "90", "Route planners"),
        ("TOUR_FAHRER.TXT", "Who drives which round", "90", "Route planners"),
        ("TOUR_STOPP.TXT", "Stops by round", "88", "Route planners"),
        ("ABO_NEU.TXT", "New subscriptions", "64", "Reader service"),
        ("ABO_ENDE.TXT", "Subscriptions that ended", "61", "Reader service"),
        ("ABO_UNTERBR.TXT", "Holidays of subscribers", "66", "Reader service"),
        ("BUCHUNG.TXT", "Bookings of the day", "90", "Finance"),
        ("OP_LISTE.TXT", "Open items", "13", "Finance"),
        ("PLATTE.TXT", "Plate numbers of a press that was sold", "0", "nobody known"),
        ("ADRKORR_OLD2.TXT", "Street names before the last reform, with dates", "0", "the archive would like one copy"),
    )
    rows = [["file", "what is in it", "opened in 90 days", "used by"], *(list(row) for row in known)]
    rows += [[f"LISTE_{number:02d}.TXT", "not described anywhere", "0", "nobody known"] for number in range(1, 51)]
    return write_csv(rows)


DOCUMENTS: Mapping[str, Callable[[], bytes]] = {
    "assembly-guide.pdf": _assembly_guide,
    "handover-sheet.pdf": _handover_sheet,
    "nightly-export-files.csv": _nightly_export,
}


def write_document(name: str) -> bytes:
    return DOCUMENTS[name]()
