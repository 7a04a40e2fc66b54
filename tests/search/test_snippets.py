"""The piece of text around what was looked for."""

import json
import uuid

import pytest

from publishing.blocks import BodyField
from search.snippets import LENGTH, Text, marked, pattern_for, snippet
from search.stored_text import words_of_stream


@pytest.mark.parametrize(("terms", "text", "expected"), [
    (["depot"], "The Depot opens", "The <mark>Depot</mark> opens"),
    (["uber"], "Über alles", "<mark>Über</mark> alles"),
    (["plan"], "planning and planes", "<mark>planning</mark> and <mark>planes</mark>"),
    (["planning"], "the plans", "the <mark>plans</mark>"),
    (["on"], "on and only", "<mark>on</mark> and only"),
    (["b"], "<b>a & b</b>", "&lt;<mark>b</mark>&gt;a &amp; <mark>b</mark>&lt;/<mark>b</mark>&gt;"),
    (["script"], "<script>alert(1)</script>",
     "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"),
    (["x.y"], "axxy x.y", "axxy <mark>x</mark>.<mark>y</mark>"),
    (["İstanbul"], "İstanbul ß ﬁne", "<mark>İstanbul</mark> ß ﬁne"),
])  # fmt: skip
def test_words_are_marked_and_everything_else_is_escaped(terms, text, expected):
    assert marked(text, pattern_for(terms)) == expected


def test_a_snippet_is_cut_at_words_around_what_was_found():
    text = "before " * 100 + "the depot stands here " + "after " * 100
    piece = snippet(Text.of(text), pattern_for(["depot"]))
    assert piece.startswith("… before ")
    assert piece.endswith(" …")
    assert "<mark>depot</mark> stands here" in piece
    assert len(piece) < LENGTH + 40


def test_a_snippet_shows_where_most_of_the_words_stand_together():
    text = "shift " + "other " * 100 + "a depot and a shift " + "other " * 100
    piece = snippet(Text.of(text), pattern_for(["shift", "depot"]))
    assert "<mark>depot</mark> and a <mark>shift</mark>" in piece


def test_what_does_not_hold_the_words_has_no_snippet():
    assert snippet(Text.of("nothing of it"), pattern_for(["depot"])) is None
    assert snippet(Text.of("nothing of it"), pattern_for([])) is None


def test_a_text_without_spaces_is_cut_all_the_same():
    assert len(snippet(Text.of("depot" + "x" * 10_000), pattern_for(["depot"]))) < LENGTH + 40


def block(kind, value):
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def test_the_words_of_every_kind_of_block_are_read_and_no_row_is_asked_for():
    body = [
        block("text", "<p>in <b>running</b> text &amp; more</p>"),
        block("heading", {"text": "in a heading", "level": "2"}),
        block("quote", {"text": "in a quote", "source": "its source"}),
        block("callout", {"kind": "tip", "text": "<p>in a callout</p>"}),
        block("picture", {"image": {"image": 7, "alt_text": "", "decorative": True}, "caption": "in a caption"}),
        block("gallery", {"pictures": [{"type": "item", "value": {"image": None, "caption": "in a gallery"}}]}),
        block("document", {"document": 7, "note": "beside a document"}),
        block("table", {"table": {
            "columns": [{"type": "text", "heading": "in a column"}], "rows": [{"values": ["in a cell"]}],
        }}),
        block("code", {"language": "sh", "code": "in --code"}),
        block("earlier_page", {"page": 7, "why": "why it matters"}),
        block("gone", "a kind that is no more"),
    ]  # fmt: skip
    words = words_of_stream(BodyField().stream_block, json.dumps(body))
    for part in (
        "text & more", "in a heading", "in a quote", "its source", "in a callout", "in a caption", "in a gallery",
        "beside a document", "in a column", "in a cell", "in --code", "why it matters",
    ):  # fmt: skip
        assert part in words, part
    assert "no more" not in words


@pytest.mark.parametrize("stored", [None, "", "null", "{}", "no json", '[{"value": 1}]', "[1]"])
def test_a_column_that_holds_no_body_has_no_words(stored):
    assert words_of_stream(BodyField().stream_block, stored) == ""
