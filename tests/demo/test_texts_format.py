"""The compact format in which the demo's texts are written down."""

import pytest

from demo.talk_format import Happening, UnreadableTextError, parse_talk
from demo.texts_format import inline, parse, parse_blocks, rich_text

HEAD = """+++
team = "platform"
authors = ["author"]
title = "A title"
summary = "A summary"
purpose = "inform"
days_ago = 3
+++
"""


def test_front_matter_becomes_the_facts_of_a_post():
    text = parse("a-title", HEAD + "One paragraph.\n")
    assert (text.slug, text.team, text.authors, text.state, text.kind) == (
        "a-title",
        "platform",
        ("author",),
        "live",
        "post",
    )
    assert text.blocks[0].value["html"] == "<p>One paragraph.</p>"


def test_write_up_keeps_its_sections_apart():
    head = HEAD.replace("+++\nteam", '+++\nkind = "write-up"\nresult = "worked"\nperiod = [9, 4]\nteam', 1)
    text = parse("x", head + "=== goal\nWhy.\n=== avoid\nNot this.\n")
    assert list(text.sections) == ["goal", "avoid"]
    assert text.is_write_up
    assert text.period == (9, 4)


def test_post_with_a_section_of_write_ups_is_refused():
    with pytest.raises(UnreadableTextError, match="no section"):
        parse("x", HEAD + "Text.\n=== goal\nWhy.\n")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("no front matter", "front matter"),
        (HEAD.replace('"inform"', '"shout"'), "shout"),
        (HEAD.replace("days_ago = 3", "days_ago = 3\nmood = 'good'"), "mood"),
        (HEAD.replace("days_ago = 3", "days_ago ="), "x: "),
        (HEAD + "::: callout tip | Never closed\nwords\n", "not closed"),
        (HEAD + "::: table Uneven\n| a | b |\n| c |\n:::\n", "different length"),
        (HEAD + "::dance tango\n", "no block called"),
    ],
)
def test_a_mistake_is_named_with_its_file(source, message):
    with pytest.raises(UnreadableTextError, match=message) as caught:
        parse("x", source)
    assert str(caught.value).startswith("x: ")


def test_every_kind_of_block_is_read():
    blocks = parse_blocks(
        [
            "Words.",
            "",
            "## Heading",
            "> Said.",
            "> — Somebody",
            "```python",
            "x = 1",
            "```",
            "::: callout tip | Careful",
            "Mind the gap.",
            ":::",
            "::: table Caption",
            "| a | b |",
            "| 1 | 2 |",
            ":::",
            "::: gallery Three",
            "hills 3 | First",
            "waves 4 | Second",
            ":::",
            "::image city 5 | Night",
            "::document a.pdf | The file",
            "::embed https://vimeo.com/1 | Film",
            "::page other-text | Read this",
        ]
    )
    assert [block.kind for block in blocks] == [
        "text",
        "heading",
        "quote",
        "code",
        "callout",
        "table",
        "gallery",
        "image",
        "document",
        "embed",
        "page",
    ]
    assert blocks[2].value == {"text": "Said.", "who": "Somebody"}
    assert blocks[3].value == {"language": "python", "code": "x = 1"}
    assert blocks[5].value["rows"] == [["a", "b"], ["1", "2"]]
    assert blocks[6].value["pictures"][1] == {"family": "waves", "seed": 4, "caption": "Second"}


def test_light_marks_become_rich_text_and_everything_else_is_escaped():
    assert inline("**Bold** and *slanted*, 2 * 3 * 4, `a < b`") == (
        "<b>Bold</b> and <i>slanted</i>, 2 * 3 * 4, <code>a &lt; b</code>"
    )
    assert inline("[here](https://a.example/x)") == '<a href="https://a.example/x">here</a>'
    assert "<script>" not in inline("<script>alert(1)</script>")


def test_lists_and_paragraphs_follow_each_other():
    assert rich_text(["One", "line.", "", "1. First", "2. Second", "   goes on"]) == (
        "<p>One line.</p><ol><li>First</li><li>Second goes on</li></ol>"
    )


def test_replies_find_the_comment_they_answer():
    remarks, _happenings = parse_talk(
        [
            "@ anna +1h",
            "First.",
            "@@ ben +2h",
            "Second.",
            "@@@ anna +1d",
            "Third.",
            "@@ cleo +3h",
            "Fourth.",
            "@ ben +2d held",
            "Fifth.",
        ]
    )
    assert [remark.parent for remark in remarks] == [None, 0, 1, 0, None]
    assert [remark.minutes for remark in remarks] == [60, 120, 1440, 180, 2880]
    assert remarks[-1].state == "held"


def test_hidden_comment_carries_its_reason():
    (remark,), _happenings = parse_talk(["@ anna +1h hidden: Names a customer", "Words."])
    assert (remark.state, remark.reason) == ("hidden", "Names a customer")


def test_what_happened_belongs_to_the_comment_above_it_or_to_the_thread():
    remarks, happenings = parse_talk(
        [
            "~ held +0m imani",
            "@ anna +1h",
            "First.",
            "~ flagged +2h ben private: Names somebody.",
            "~ deleted +1d",
            "@@ ben +2h",
            "Second.",
            "~ outcome +3d imani: So it is.",
        ]
    )
    assert [remark.text for remark in remarks] == ["First.", "Second."]
    assert happenings == [
        Happening("held", 0, "imani"),
        Happening("flagged", 120, "ben", "Names somebody.", "private", 0),
        Happening("deleted", 1440, "anna", place=0),
        Happening("outcome", 4320, "imani", "So it is.", place=1),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["@@ anna +1h", "Into the void."],
        ["@ anna +1h"],
        ["Before anybody.", "@ anna +1h", "x"],
        ["~ accepted +1d imani"],
        ["@ anna +1h", "x", "~ applauded +1d ben"],
        ["@ anna +1h", "x", "~ flagged +1d"],
        ["@ anna +1h", "x", "~ locked later"],
    ],
)
def test_broken_talk_is_refused(lines):
    with pytest.raises(UnreadableTextError):
        parse_talk(lines)
