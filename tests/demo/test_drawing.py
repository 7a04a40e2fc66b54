"""Pictures, faces and documents made by code."""

import csv
from io import BytesIO, StringIO

import pytest
from PIL import Image, ImageStat

from demo.documents import DOCUMENTS, write_document
from demo.drawing import FAMILIES, LEAD_SIZE, draw
from demo.drawing.faces import FACE_SIZE, draw_face
from demo.looks import LOOKS


def test_there_are_enough_families():
    assert len(FAMILIES) >= 8


@pytest.mark.parametrize("family", FAMILIES)
def test_picture_is_full_size_described_and_not_one_colour(family):
    drawing = draw(family, 5)
    assert drawing.image.size == LEAD_SIZE
    assert len(drawing.description) >= 30
    assert max(ImageStat.Stat(drawing.image).stddev) > 12


def test_same_seed_gives_the_same_picture_and_another_seed_another():
    assert draw("waves", 5).image.tobytes() == draw("waves", 5).image.tobytes()
    assert draw("waves", 5).image.tobytes() != draw("waves", 6).image.tobytes()


def test_jpeg_is_a_real_one_of_a_reasonable_size():
    raw = draw("desk", 5).as_jpeg()
    assert Image.open(BytesIO(raw)).format == "JPEG"
    assert len(raw) < 600_000


def test_smaller_picture_has_the_size_asked_for():
    assert draw("paper", 5, (800, 450)).image.size == (800, 450)


def test_every_face_can_be_drawn_and_no_two_are_alike():
    faces = [draw_face(look, seed).tobytes() for seed, look in enumerate(LOOKS.values())]
    assert len(set(faces)) == len(LOOKS)
    assert draw_face(LOOKS["author"], 1).size == FACE_SIZE


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.endswith(".pdf")])
def test_pdf_has_its_parts_where_its_table_says(name):
    raw = write_document(name)
    assert raw.startswith(b"%PDF-1.4")
    assert raw.rstrip().endswith(b"%%EOF")
    start = int(raw.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    places = [int(row[:10]) for row in raw[start:].split(b"\n")[3:] if row.endswith(b"n ")]
    assert places
    assert all(raw[place:].startswith(b"%d 0 obj" % number) for number, place in enumerate(places, start=1))


def test_csv_lists_every_file_of_the_export():
    rows = list(csv.reader(StringIO(write_document("nightly-export-files.csv").decode("utf-8-sig"))))
    assert len(rows) == 62
    assert {len(row) for row in rows} == {4}
