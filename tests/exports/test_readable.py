"""Pages in an archive can be read without any program, and lead to what lies beside them."""

import re
from html.parser import HTMLParser
from io import StringIO
from urllib.parse import unquote

import pytest
from django.core.management import call_command

from exports.readable.blocks import BLOCKS
from exports.readable.links import Links
from exports.readable.markup import readable
from exports.readable.prose import markdown_of, one_line
from publishing.blocks import BODY_BLOCKS
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment

LINKS = Links(
    pages={7: "pages/depot/blog/keys"}, documents={3: "documents/a (1).pdf"}, pictures={"abc": "images/a.jpg"}
)
HERE = "pages/depot/projects/board"


@pytest.fixture
def out(house, tmp_path):
    path = tmp_path / "out"
    call_command("export_site", str(path), stdout=StringIO(), verbosity=0)
    return path


def test_every_block_of_a_body_has_its_markdown():
    assert BLOCKS.keys() == {name for name, _block in BODY_BLOCKS}


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>A <b>bold</b>, an <i>other</i> and <code>a*b</code>.</p>", "A **bold**, an *other* and `a*b`."),
        ("<ul><li>One</li><li>Two</li></ul><p>End</p>", "- One\n- Two\n\nEnd"),
        ("<ol><li>One<ul><li>in</li></ul></li><li>Two</li></ol>", "1. One\n   - in\n2. Two"),
        ("<p>A line<br/>and more</p>", "A line  \nand more"),
        ('<p><a linktype="page" id="7">keys</a></p>', "[keys](../blog/keys.md)"),
        ('<p><a linktype="page" id="8">secret</a></p>', "secret"),
        ('<p><a linktype="document" id="3">list</a></p>', "[list](../../../files/documents/a%20%281%29.pdf)"),
        ('<p><a href="https://example.org/a">out</a></p>', "[out](https://example.org/a)"),
        ('<p><a href="javascript:alert(1)">no</a></p>', "no"),
        ('<p><a href="http://[broken/">no</a></p>', "no"),
        (
            "<p># no heading, 1. no list, *no* [mark](x) &lt;b&gt;</p>",
            r"\# no heading, 1. no list, \*no\* \[mark\](x) \<b\>",
        ),
        ("<p>1. no list</p>", r"1\. no list"),
        ("", ""),
    ],
)
def test_rich_text_in_markdown(source, markdown):
    assert markdown_of(source, LINKS, f"{HERE}.md") == markdown


def test_words_stay_words():
    assert one_line("a *b*\n_c_ `d` <e> [f]") == r"a \*b\* \_c\_ \`d\` \<e\> \[f\]"


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ('<p onclick="x()">a<script>b</script></p>', "<p>a</p>"),
        ('<a href="/go/7/">keys</a>', '<a href="../blog/keys.html">keys</a>'),
        ('<a href="/go/8/">secret</a>', "secret"),
        ('<a href="/teams/horizon/">secret</a>', "secret"),
        (
            '<img src="/pictures/abc/large.webp" srcset="x" alt="A &quot;key&quot;">',
            '<img src="../../../files/images/a.jpg" alt="A &quot;key&quot;">',
        ),
        ('<img src="/pictures/unknown/large.webp" alt="x">', ""),
        ('<img src="https://example.org/p.gif">', ""),
        ("<svg><use href='#x'/><svg></svg></svg>&lt;b&gt;", "&lt;b&gt;"),
        ('<a href="javascript:x">a</a>', "a"),
    ],
)
def test_markup_for_a_disk(markup, left):
    assert readable(markup, LINKS, f"{HERE}.html") == left


@pytest.mark.django_db
def test_a_post_in_markdown(out, house):
    text = (out / "pages/depot/blog/keys.md").read_text()
    assert text.startswith('---\ntitle: "Keys are on the board"\nkind: "post"\nteam: "Depot"\nauthors: ["')
    assert 'tags: ["Keys", "Night"]' in text
    assert "![A board of keys](../../../files/original_images/" in text
    assert "## Where they hang\n\nBy the **door**, see [the list](../../../files/documents/" in text
    assert "*The board*" in text
    assert "| Depot | Vans \\| bikes |\n| --- | ---: |\n| North | 12 |\n| A \\| B | 3 |\n\n*Vans*" in text
    assert "```sh\nmake run\n```" in text
    assert "> **" in text
    assert "> Which key opens the **shed**?" in text
    assert "> > Number 3." in text
    assert "accepted answer" in text
    assert "heldwords" not in text


@pytest.mark.django_db
def test_a_write_up_in_markdown(out, house):
    text = (out / "pages/depot/projects/board.md").read_text()
    assert 'result: "worked"' in text
    assert '"title": "Keys are on the board", "file": "../blog/keys.md", "note": "the idea"' in text
    assert "## What we wanted\n\nNo lost keys." in text


@pytest.mark.django_db
def test_what_is_hidden_is_a_placeholder_where_it_was_answered_and_nothing_elsewhere(house, tmp_path):
    top = make_comment(house.post, house.member, "hiddentop", state="hidden")
    middle = make_comment(house.post, house.member, "hiddenmiddle", reply_to=top, state="hidden")
    make_comment(house.post, house.author, "shownbelow", reply_to=middle)
    make_comment(house.post, house.member, "hiddenalone", state="hidden")
    call_command("export_site", str(tmp_path / "out"), stdout=StringIO(), verbosity=0)
    text = (tmp_path / "out/pages/depot/blog/keys.md").read_text()
    assert "> > > shownbelow" in text
    assert text.count("not shown any more") == 2
    assert "hidden" not in text


@pytest.mark.django_db
def test_an_address_that_is_none_keeps_no_site_from_leaving(house, tmp_path):
    """The CMS takes whatever begins with a stroke for a place of the site."""
    make_post(house.team, house.author, "Old ways", body=[("text", '<p>See <a href="//[server]/k">the keys</a>.</p>')])
    call_command("export_site", str(tmp_path / "out"), stdout=StringIO(), verbosity=0)
    for ending in ("md", "html"):
        assert "See the keys." in (tmp_path / f"out/pages/depot/blog/old-ways.{ending}").read_text()


class _Ways(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ways = []

    def handle_starttag(self, tag, attrs):
        assert tag not in {"script", "iframe", "form", "svg"}
        self.ways += [value for name, value in attrs if name in {"href", "src", "srcset"}]


@pytest.mark.django_db
def test_every_way_in_an_archive_leads_to_a_file_in_it(out):
    pages = [*out.rglob("*.html")]
    assert len(pages) > 5
    for page in pages:
        reader = _Ways()
        reader.feed(page.read_text())
        for way in reader.ways:
            assert (page.parent / unquote(way)).exists(), (page.name, way)
    for page in out.rglob("*.md"):
        for way in re.findall(r"\]\(([^)]+)\)", page.read_text()):
            assert (page.parent / unquote(way)).exists(), (page.name, way)


@pytest.mark.django_db
def test_drafts_and_what_is_held_are_in_the_rows_and_on_no_page(out, house):
    pages = "".join(path.read_text() for path in (out / "pages").rglob("*") if path.is_file())
    rows = "".join(path.read_text() for path in (out / "data").rglob("*"))
    for words in ("Waits for an answer", "heldwords", "flagwords"):
        assert words not in pages
        assert words in rows
