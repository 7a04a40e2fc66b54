# ruff: noqa: E501 - markup stands here as blogs write it
"""The markup of old blogs becomes blocks, and no word of it is lost."""

import time

import pytest

from imports.converting.bodies import converted
from imports.converting.remarks import text_of
from imports.converting.result import Shown, Surroundings
from imports.records import CLASSIC, MARKUP


def shelf(address, number):
    return None if "missing" in address else Shown(pk=7, alt="From the library", caption="Kept with it")


AROUND = Surroundings(picture=shelf, link=lambda address: address if "//" in address else "")


def blocks(markup, style=CLASSIC):
    return [(block["type"], block["value"]) for block in converted(markup, style, AROUND).blocks]


def one(markup, style=CLASSIC):
    (block,) = blocks(markup, style)
    return block


def text(markup, style=CLASSIC):
    kind, value = one(markup, style)
    assert kind == "text"
    return value


# --- Running text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One,\nbroken.", "<p>One,<br/>broken.</p>"),
        ("One.\r\n\r\n \r\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("<b>One</b> and <em>two</em>", "<p><b>One</b> and <i>two</i></p>"),
        ("<p>One\ntwo</p>", "<p>One<br/>two</p>"),
        ("<div>One</div><div>Two</div>", "<p>One</p><p>Two</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("&lt;b&gt; is a tag", "<p>&lt;b&gt; is a tag</p>"),
        ('<a href="https://x.example/?a=1&amp;b=2">words</a>', '<p><a href="https://x.example/?a=1&amp;b=2">words</a></p>'),
        ('<a href="javascript:alert(1)">words</a>', "<p>words</p>"),
        ('<a href="/relative">words</a>', "<p>words</p>"),
        ('<span style="color:red">red</span> <u>u</u> <font size="7">big</font>', "<p>red u big</p>"),
        ("<strong>One\n\nTwo</strong>", "<p>One</p><p>Two</p>"),
        ("<kbd>q</kbd>", "<p><code>q</code></p>"),
        ("one<!--more-->two", "<p>onetwo</p>"),
        ("<dl><dt>Gate</dt><dd>For carts</dd></dl>", "<p>Gate</p><p>For carts</p>"),
        ("<details><summary>More</summary>Inside</details>", "<p>More</p><p>Inside</p>"),
        ("<b><b>twice</b></b>", "<p><b>twice</b></p>"),
        ("x<hr>y", "<p>x</p><p>y</p>"),
        ("[sic] and [1] and [a note]", "<p>[sic] and [1] and [a note]</p>"),
        ("[[gallery]]", "<p>[gallery]</p>"),
    ],
)  # fmt: skip
def test_running_text(markup, expected):
    assert text(markup) == expected


def test_blank_lines_part_paragraphs_in_classic_text_alone():
    assert text("One.\n\nTwo.", MARKUP) == "<p>One. Two.</p>"
    assert text("One.<br><br>Two.", MARKUP) == "<p>One.</p><p>Two.</p>"
    assert text("<!-- wp:paragraph --><p>One\ntwo</p><!-- /wp:paragraph -->") == "<p>One two</p>"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ul><li>One</li><li>Two<ol><li>Three</li></ol></li></ul>", "<ul><li>One</li><li>Two<ol><li>Three</li></ol></li></ul>"),
        ("<ul>\n<li><p>One</p></li>\n<li>Two <b>bold</b></li>\n</ul>", "<ul><li>One</li><li>Two <b>bold</b></li></ul>"),
        ("<ul><li>One<li>Two</ul>", "<ul><li>One</li><li>Two</li></ul>"),
        ("<ul><li></li></ul>Words", "<p>Words</p>"),
    ],
)  # fmt: skip
def test_lists(markup, expected):
    assert text(markup) == expected


def test_headings_of_a_length_nobody_reads_become_bold():
    assert blocks("<h1>Gate</h1><h4>Ramp</h4>") == [
        ("heading", {"text": "Gate", "level": "2"}),
        ("heading", {"text": "Ramp", "level": "3"}),
    ]
    assert text(f"<h2>{'long ' * 40}</h2>").startswith("<p><b>long long")


def test_quotes_keep_who_said_it():
    assert one("<blockquote><p>Ask.</p><p>Twice.</p><cite>Ada</cite></blockquote>") == (
        "quote",
        {"text": "Ask.\n\nTwice.", "source": "Ada"},
    )
    assert one(f"<blockquote>{'words ' * 300}</blockquote>")[0] == "callout"


def test_code_is_shown_as_typed():
    markup = '<pre class="wp-block-code"><code class="language-python">if a &lt; b:\n\n    [gallery]\n</code></pre>'
    assert one(markup) == ("code", {"language": "python", "code": "if a < b:\n\n    [gallery]"})
    assert one('[code lang="php"]<?php echo "<b>"; ?>[/code]') == (
        "code",
        {"language": "php", "code": '<?php echo "<b>"; ?>'},
    )


def test_tables_of_words_stay_tables_and_others_come_apart():
    kind, value = one(
        "<figure class='wp-block-table'><table><thead><tr><th>A<th>B<tbody><tr><td>1<td><b>2</b></table><figcaption>Counted</figcaption></figure>"
    )
    assert kind == "table"
    assert [column["heading"] for column in value["table"]["columns"]] == ["A", "B"]
    assert value["table"]["rows"] == [{"values": ["1", "2"]}]
    assert value["table"]["caption"] == "Counted"
    assert text("<table><tr><td>Left</td><td>Right</td></tr></table>") == "<p>Left</p><p>Right</p>"


# --- Pictures ---------------------------------------------------------------------------------------------------------

PICTURE = {"image": {"image": 7, "alt_text": "The gate", "decorative": False}, "caption": "Words"}


@pytest.mark.parametrize(
    "markup",
    [
        '[caption id="a" width="3"]<a href="x"><img class="wp-image-1" src="a.jpg" alt="The gate"></a> <b>Words</b>[/caption]',
        '[caption caption="Words"]<img src="a.jpg" alt="The gate">[/caption]',
        '<!-- wp:image {"id":1} --><figure class="wp-block-image"><img src="a.jpg" alt="The gate"/><figcaption>Words</figcaption></figure><!-- /wp:image -->',
        '<table class="tr-caption-container"><tbody><tr><td><a href="x"><img src="a.jpg" alt="The gate"></a></td></tr><tr><td class="tr-caption">Words</td></tr></tbody></table>',
    ],
)  # fmt: skip
def test_a_picture_with_its_caption(markup):
    assert one(markup) == ("picture", PICTURE)


def test_a_picture_among_words_comes_between_them():
    assert [kind for kind, _value in blocks('Before <b><a href="x"><img src="a.jpg"></a></b> after')] == [
        "text",
        "picture",
        "text",
    ]
    assert [kind for kind, _value in blocks("<ul><li>One <img src=a.jpg></li><li>Two</li></ul>")] == ["text", "picture"]
    assert [kind for kind, _value in blocks("<h2>Gate<img src=a.jpg></h2>")] == ["heading", "picture"]


@pytest.mark.parametrize(
    "markup",
    [
        '[gallery ids="1,2,3"]',
        "[gallery columns='2' include='1,2,3' size=\"large\"]",
        '<figure class="wp-block-gallery"><figure class="wp-block-image"><img src="a.jpg"></figure><figure><img src="b.jpg"></figure><figure><img src="c.jpg"></figure></figure>',
        '<ul class="wp-block-gallery blocks-gallery-grid"><li><figure><img src="a.jpg"></figure></li><li><img src="b.jpg"></li><li><img src="c.jpg"></li></ul>',
        '<figure class="wp-block-gallery"><ul class="blocks-gallery-grid"><li><figure><img src="a.jpg"></figure></li><li><figure><img src="b.jpg"></figure></li><li><figure><img src="c.jpg"></figure></li></ul></figure>',
    ],
)  # fmt: skip
def test_galleries(markup):
    kind, value = one(markup)
    assert (kind, len(value["pictures"])) == ("gallery", 3)


def test_a_gallery_of_one_is_a_picture_and_a_large_one_several():
    assert one('[gallery ids="1"]')[0] == "picture"
    many = blocks(f'[gallery ids="{",".join(map(str, range(1, 51)))}"]')
    assert [len(value["pictures"]) for _kind, value in many if _kind == "gallery"] == [24, 24, 2]


def test_a_picture_that_is_not_there_leaves_a_mark_and_a_word_in_the_report():
    found = converted('<img src="https://old.example/missing.jpg" alt="The gate">', CLASSIC, AROUND)
    assert found.blocks[0]["type"] == "callout"
    assert "A picture stood here: The gate" in found.blocks[0]["value"]["text"]
    assert found.notes == ["A picture was not among the files: missing.jpg"]


# --- From elsewhere ---------------------------------------------------------------------------------------------------

VIDEO = {"url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "Video"}


@pytest.mark.parametrize(
    "markup",
    [
        "https://youtu.be/dQw4w9WgXcQ",
        "<p>https://www.youtube.com/watch?v=dQw4w9WgXcQ&amp;t=3</p>",
        "[embed]https://www.youtube.com/watch?v=dQw4w9WgXcQ[/embed]",
        "[youtube https://www.youtube.com/watch?v=dQw4w9WgXcQ]",
        "[youtube=http://www.youtube.com/watch?v=dQw4w9WgXcQ&w=3]",
        '[youtube id="dQw4w9WgXcQ"]',
        '<iframe src="//www.youtube.com/embed/dQw4w9WgXcQ?rel=0"></iframe>',
        '<div class="x"><iframe data-src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"></iframe></div>',
        '<!-- wp:embed {"url":"x"} --><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://youtu.be/dQw4w9WgXcQ\n</div></figure><!-- /wp:embed -->',
    ],
)  # fmt: skip
def test_videos_load_when_asked_for(markup):
    assert one(markup) == ("embed", VIDEO)


def test_what_else_was_shown_from_elsewhere_is_a_link():
    assert (
        text('<iframe src="https://player.example/1" title="Episode 1"></iframe>')
        == '<p><a href="https://player.example/1">Episode 1</a></p>'
    )
    assert (
        text('[audio src="https://a.example/x.mp3"]')
        == '<p><a href="https://a.example/x.mp3">https://a.example/x.mp3</a></p>'
    )


@pytest.mark.parametrize(
    "markup",
    ['[contact-form-7 id="3" title="Contact"]', "[my_plugin]", "Words\n[subscribe]\nmore", "<!-- wp:core/latest-posts {\"a\":{\"b\":1}} /-->"],
)  # fmt: skip
def test_what_has_no_counterpart_is_a_box_that_everybody_sees(markup):
    found = converted(markup, CLASSIC, AROUND)
    (box,) = [block for block in found.blocks if block["type"] == "callout"]
    assert "From the old blog, without a counterpart here:" in box["value"]["text"]
    assert any("Shown as a box" in note for note in found.notes)


def test_words_inside_an_unknown_code_stay():
    assert blocks('[box type="info"]Keep <b>me</b>[/box]')[1] == ("text", "<p>Keep <b>me</b></p>")


def test_scripts_styles_and_handlers_are_gone():
    found = converted(
        '<script>alert(1)</script><style>p{}</style><p onclick="x()">Words</p><svg onload=x></svg>', CLASSIC, AROUND
    )
    assert [block["value"] for block in found.blocks] == ["<p>Words</p>"]
    assert found.notes == ["A script was left out."]


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 30_000, "<b>" * 30_000, "[caption]" * 20_000, "[" * 100_000, '[a "' * 50_000, "<!-- wp:x " * 20_000, "<" * 100_000, "<pre>" * 20_000, "<table>" * 10_000, "<ul><li>" * 5_000, "\n \n" * 50_000, "x" + "\u00a0" * 100_000, "<!-- wp:" + "a" * 100_000, f"[gallery {'a' * 100_000}]", f'<iframe src="http://{"youtube.com/watch?" * 20_000}"></iframe>'],
)  # fmt: skip
def test_markup_that_was_made_to_harm_is_read_all_the_same(markup):
    started = time.process_time()
    assert converted(markup + "words", CLASSIC, AROUND) is not None
    assert time.process_time() - started < 10


# --- Comments ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("Plain words", "Plain words"),
        ("a &amp; b &lt; c", "a & b < c"),
        ("<p>One</p><p>Two<br />three</p>", "One\n\nTwo\nthree"),
        ("<strong>Bold</strong> and <em>slanted</em>", "**Bold** and *slanted*"),
        ('<a href="https://x.example/" rel="nofollow">there</a>', "[there](https://x.example/)"),
        ('<a href="https://x.example/">https://x.example/</a>', "https://x.example/"),
        ("<blockquote>One\ntwo</blockquote>", "> One\n> two"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("<script>x</script>Words", "Words"),
        ("<code>a*b</code>", "`a*b`"),
    ],
)
def test_the_words_of_comments(markup, expected):
    assert text_of(markup) == expected
