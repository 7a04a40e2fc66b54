"""The words inside documents are read in a process of their own, and no file harms anything but itself."""

import io
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.jobs import all_jobs
from library.models import DocumentText, StoredDocument
from library.reading import child, confined, words
from library.reading.found import READ, Found
from operations.worker import drain
from tests.factories.library import make_document
from tests.factories.people import AdministratorFactory
from tests.factories.teams import join, make_team

from . import hostile


def read(data) -> Found:
    return confined.read(io.BytesIO(data))


@pytest.mark.parametrize(("data", "holds"), [
    (lambda: hostile.pdf("wordspdf"), ["wordspdf"]),
    (lambda: hostile.docx("wordsdocx"), ["wordsdocx", "celldocx"]),
    (lambda: hostile.pptx("wordspptx"), ["wordspptx", "notespptx"]),
    (lambda: hostile.xlsx("wordsxlsx", 42, None, "=1+1"), ["wordsxlsx 42", "sheetname"]),
    (lambda: hostile.odt("wordsodt"), ["wordsodt"]),
    (lambda: "Grüße, plain".encode(), ["Grüße, plain"]),
    (lambda: "Grüße, latin".encode("cp1252"), ["Grüße, latin"]),
    (lambda: "Grüße, wide".encode("utf-16"), ["Grüße, wide"]),
    (lambda: b"# Heading\n\n* markdown", ["markdown"]),
])  # fmt: skip
def test_words_are_read_whatever_the_kind(data, holds):
    found = read(data())
    assert (found.state, found.reason) == (READ, "")
    for word in holds:
        assert word in found.text


@pytest.mark.parametrize(("data", "reasons"), [
    (lambda: hostile.pdf_with_password("secret"), {"protected"}),
    (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, {"protected"}),
    (hostile.empty_pdf, {"no_words"}),
    (lambda: b"%PDF-1.7\n" + b"nonsense " * 50, {"broken"}),
    (lambda: hostile.pdf("words")[:400], {"broken", "no_words"}),
    (lambda: hostile.docx("words")[:2000], {"broken"}),
    (hostile.bomb, {"too_large"}),
    (hostile.wide_bomb, {"too_large", "too_slow", "broken"}),
    (hostile.deep, {"broken", "too_large"}),
    (lambda: hostile.packed({f"part{n}": b"" for n in range(5_000)}), {"too_large"}),
    (lambda: hostile.packed({"holiday.jpg": b"\xff\xd8\xff"}), {"unknown_kind"}),
    (lambda: b"{\\rtf1 words}", {"unknown_kind"}),
    (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 40, {"unknown_kind"}),
    (lambda: b"words \0 words" * 400, {"unknown_kind"}),
    (lambda: b"", {"no_words"}),
])  # fmt: skip
def test_what_cannot_be_read_says_why_and_harms_nothing(data, reasons):
    made, started = data(), time.monotonic()
    found = read(made)
    assert found.state == "unreadable"
    assert found.reason in reasons
    assert found.text == ""
    assert time.monotonic() - started < child.CLOCK_SECONDS


def test_entities_are_neither_multiplied_nor_fetched(tmp_path):
    (tmp_path / "secret.txt").write_text("planted")
    assert len(read(hostile.laughs()).text) < 10_000
    assert "planted" not in read(hostile.peeking(tmp_path / "secret.txt")).text


def test_a_very_long_document_is_read_in_part():
    found = read(hostile.pdf("wordspdf", pages=5_000))
    assert (found.state, found.reason) == ("partly", "long")
    assert found.text.count("wordspdf") == 300


def test_a_very_long_text_is_cut():
    found = read(b"endless " * 1_000_000)
    assert (found.state, found.reason) == ("partly", "long")
    assert len(found.text) <= child.MOST_LETTERS


def test_a_sheet_that_names_a_million_columns_costs_no_more_than_what_it_holds():
    assert read(hostile.wide_sheet()).state in {"partly", "read"}


def test_letters_that_no_database_takes_are_replaced():
    found = read("half a pair \ud83d here".encode("utf-16", "surrogatepass"))
    found.text.encode()
    assert "\0" not in found.text


def test_the_process_is_told_nothing_and_may_write_nothing(monkeypatch, tmp_path):
    """What runs in it sees no secret in its surroundings and cannot leave a byte on a disk."""
    monkeypatch.setenv("SECRET_KEY", "planted")
    probe = (
        "import os, sys; from library.reading import child; child.limit()\n"
        "print('SECRET_KEY' in os.environ, 'DATABASE_URL' in os.environ)\n"
        "file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)\n"
        "try: os.write(file, b'x')\n"
        "except OSError as refused: print(refused.errno)\n"
        "try: bytearray(2 ** 30)\n"
        "except MemoryError: print('no memory')\n"
    )
    done = subprocess.run(
        [
            sys.executable, "-c", f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n{probe}",
            str(tmp_path / "left-behind"),
        ],
        env=confined._ENVIRONMENT, cwd=confined._ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.split() == ["False", "False", "27", "no", "memory"], done.stderr
    assert (tmp_path / "left-behind").read_bytes() == b""


@pytest.mark.parametrize("ends", ["import time; time.sleep(60)", "while True: pass", "import os; os.abort()"])
def test_whatever_ends_the_process_is_an_answer(monkeypatch, ends):
    monkeypatch.setattr(confined, "_COMMAND", (sys.executable, "-c", f"import signal; signal.alarm(1); {ends}"))
    found = read(b"words")
    assert found.state == "unreadable"
    assert found.reason in {"too_slow", "broken"}


@pytest.mark.django_db
class TestKept:
    def test_a_document_waits_until_it_is_read_in_the_background(self):
        document = make_document(content=hostile.docx("inner"), name="report.docx")
        document.refresh_from_db()
        assert document.words_state == "waiting"
        drain()
        document.refresh_from_db()
        assert document.words_state == "read"
        assert "inner" in document.words.text

    def test_a_file_is_read_by_what_it_is_and_not_by_its_name(self):
        document = make_document(content=hostile.docx("inner"), name="really.pdf")
        drain()
        assert "inner" in DocumentText.objects.get(document=document).text

    def test_it_is_read_once_and_again_when_another_file_takes_its_place(self):
        document = make_document(content=b"first words")
        drain()
        document.title = "Renamed"
        document.save()
        assert StoredDocument.objects.get(pk=document.pk).words_state == "read"
        document.file.save("second.txt", ContentFile(b"second words"))
        assert StoredDocument.objects.get(pk=document.pk).words_state == "waiting"
        assert not DocumentText.objects.filter(document=document).exists()
        drain()
        assert DocumentText.objects.get(document=document).text == "second words"

    def test_words_of_a_file_that_was_exchanged_meanwhile_are_thrown_away(self, monkeypatch):
        document = make_document(content=b"first words")

        def exchanged(file):
            StoredDocument.objects.filter(pk=document.pk).update(file="documents/other.txt")
            return Found(READ, "", "first words")

        monkeypatch.setattr(confined, "read", exchanged)
        words.read_words(document.pk)
        assert not DocumentText.objects.filter(document=document).exists()

    def test_a_file_that_the_disk_has_lost_says_so(self):
        document = make_document()
        document.file.storage.delete(document.file.name)
        drain()
        document.refresh_from_db()
        assert document.words_said.startswith("Found by its title only. The file is missing")

    def test_what_was_stored_past_the_form_is_found_by_the_clock(self):
        document = make_document(content=b"first words")
        drain()
        StoredDocument.objects.filter(pk=document.pk).update(words_of="", words_state="waiting")
        assert words.ask_for_what_is_missing() == 1
        assert words.ask_for_what_is_missing() == 0
        StoredDocument.objects.filter(pk=document.pk).update(words_asked_at=timezone.now() - timedelta(hours=2))
        assert words.ask_for_what_is_missing() == 1
        assert "documents" in {job.name for job in all_jobs()}

    def test_its_editor_is_told_in_the_cms_how_far_it_is_found(self, as_person):
        team = make_team()
        document = make_document(team, content=hostile.pdf_with_password("x"), name="locked.pdf")
        drain()
        for person in (AdministratorFactory(), join(team, "editor")):
            page = as_person(person).get(f"/admin/documents/edit/{document.pk}/").content.decode()
            assert "It is protected by a password" in page
