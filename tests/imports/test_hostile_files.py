"""What is not as it should be is mended where it can only mean one thing, and refused with its line where it cannot."""

import io
import tracemalloc

import pytest

from imports.reading import blogger, wxr
from imports.reading.notes import Notes
from imports.records import Attachment, Entry
from imports.refusals import RefusedFile

from . import exports


def read(data, reader=wxr.read):
    notes = Notes()
    records = list(reader(io.BytesIO(data if isinstance(data, bytes) else data.encode()), notes))
    return [record for record in records if isinstance(record, Entry)], notes.found


def refusal(data, reader=wxr.read):
    with pytest.raises(RefusedFile) as refused:
        read(data, reader)
    return str(refused.value)


def with_doctype(doctype):
    return exports.wxr(exports.wp_post(title="&lol9;")).replace("<rss", f"{doctype}\n<rss", 1)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY lol9 "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY lol9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE rss PUBLIC "-//x" "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>',
        "<!ENTITY lol9 'x'>",
    ],
    ids=["bomb", "a file of the server", "external", "public", "parameter", "bare"],
)
@pytest.mark.parametrize("reader", [wxr.read, blogger.read])
def test_entities_and_document_types_are_refused_where_they_begin(doctype, reader):
    said = refusal(with_doctype(doctype), reader)
    assert said.startswith("Line 3:")
    assert "document type" in said


def test_a_bomb_in_an_unusual_encoding_is_refused_too():
    assert "document type" in refusal(with_doctype('<!DOCTYPE rss [<!ENTITY a "b">]>').encode("utf-16"))


def test_a_file_that_ends_in_the_middle_is_refused_with_its_line():
    text = exports.wxr(exports.wp_post())
    for end in (len(text) - 20, text.index("<wp:post_id>") + 4, text.index("The gate was") + 5):
        assert "Line " in refusal(text[:end])


def test_tags_that_cross_are_refused_with_their_line():
    said = refusal(exports.wxr(exports.wp_post(), "<item><title>x</link></item>"))
    assert said == "Line 7: a tag is closed here that is not the one that is open. Export the blog once more."


@pytest.mark.parametrize("data", [b"", b"   \n", b"PK\x03\x04junk", b"Hello", b"\xff\xfe\x00", b"\0" * 5000])
def test_what_is_no_xml_at_all_is_refused(data):
    assert refusal(data)


def test_a_feed_is_not_taken_for_an_export():
    feed = '<rss version="2.0"><channel><title>News</title><item><title>Latest</title></item></channel></rss>'
    assert "news feed" in refusal(feed)


def test_another_format_is_named_by_what_it_begins_with():
    assert "<feed>" in refusal(exports.takeout(exports.takeout_entry()))
    assert "<rss>" in refusal(exports.wxr(exports.wp_post()), blogger.read)


def test_nesting_without_end_is_refused():
    assert "nested deeper" in refusal(exports.wxr("<item>" + "<a>" * 5000 + "</a>" * 5000 + "</item>"))


def test_a_tag_without_end_is_refused_and_not_held():
    assert "does not end" in refusal(exports.wxr('<item a="' + "x" * 3_000_000))


def test_prefixes_that_nobody_declared_are_understood():
    (entry,), found = read(exports.wxr(exports.wp_post(tags=["Gates"]), namespaces=""))
    assert (entry.title, entry.slug, entry.tags) == ("The gate", "post-1", ["Gates"])
    assert any("“wp:”" in sentence for sentence in found)


def test_prefixes_mean_what_they_are_declared_as():
    text = exports.wxr(exports.wp_post()).replace("wp:", "blog:").replace("xmlns:wp=", "xmlns:blog=")
    (entry,), _found = read(text)
    assert entry.slug == "post-1"


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_of_the_format_is_read(version):
    (entry,), _found = read(exports.wxr(exports.wp_post(excerpt="Short."), version=version))
    assert (entry.title, entry.excerpt, entry.authors) == ("The gate", "Short.", ["ada"])


def test_tags_that_wxr_1_0_names_twice_are_one():
    twice = '<category>Gates</category><category domain="category" nicename="gates">Gates</category>'
    (entry,), _found = read(exports.wxr(exports.wp_post(inside=twice), version="1.0"))
    assert entry.tags == ["Gates"]


def test_control_characters_are_left_out_and_counted():
    (entry,), found = read(exports.wxr(exports.wp_post(markup="be\x08fore\x0b \x00after &#8; &#x1F;")))
    assert entry.markup == "before after &#8; &#x1F;"  # inside verbatim text these are letters of the markup
    assert found["Control characters were left out."] == (6, 3)


def test_references_to_no_character_are_left_out():
    (entry,), _found = read(exports.wxr(exports.wp_post(title="x").replace("<title>x", "<title>a&#0;b&#xFFFF;c&#x41;")))
    assert entry.title == "abcA"


def test_named_characters_of_html_and_lone_signs_are_mended():
    title = "<title>Tom & Jerry &nbsp;&eacute;&bogus; 1 < 2 &amp;</title>"
    (entry,), found = read(exports.wxr(exports.wp_post(title="x").replace("<title>x</title>", title)))
    assert entry.title == "Tom & Jerry é&bogus; 1 < 2 &"
    assert len(found) == 1


def test_what_stands_before_the_declaration_is_no_matter():
    (entry,), _found = read("\n\n  " + exports.wxr(exports.wp_post()))
    assert entry.title == "The gate"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_are_told_by_their_bytes(encoding):
    (entry,), _found = read(exports.wxr(exports.wp_post(title="Größe 寸法")).encode(encoding))
    assert entry.title == "Größe 寸法"


@pytest.mark.parametrize(
    ("says", "is_in", "title"),
    [
        ("ISO-8859-1", "latin-1", "Größe"),
        ("windows-1251", "cp1251", "Ворота"),
        ("Shift_JIS", "shift_jis", "寸法"),
        ("ISO-8859-1", "utf-8", "Größe 寸法"),
        ("UTF-8", "cp1252", "Größe – “gate”"),
        ("UTF-16", "utf-8", "Größe"),
        ("x-none", "utf-8", "Größe"),
        ("hex", "utf-8", "Größe"),
        ("us-ascii", "utf-8", "Größe"),
    ],
)
def test_a_wrong_word_about_the_encoding_is_seen_through(says, is_in, title):
    start = f'<?xml version="1.0" encoding="{says}"?>'
    (entry,), _found = read(exports.wxr(exports.wp_post(title=title), start=start).encode(is_in))
    assert entry.title == title


def test_verbatim_text_that_holds_its_own_end_is_whole():
    (entry,), _found = read(exports.wxr(exports.wp_post(markup="a ]]> b <b>c</b> &amp; d")))
    assert entry.markup == "a ]]> b <b>c</b> &amp; d"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_it_does_not_matter_where_the_pieces_of_a_file_end(monkeypatch, size):
    text = exports.wxr(exports.wp_author(), exports.wp_post(title="Tom &amp; J &nbsp; & < é", markup="a ]]> b"))
    whole, _found = read(text)
    monkeypatch.setattr("imports.reading.decoding.CHUNK", size)
    assert read(text)[0] == whole


def test_memory_does_not_grow_with_the_file():
    """Ten times the posts, the same peak: one record is held at a time."""
    post = exports.wp_post(markup="word " * 2000)

    def peak(posts):
        file = io.BytesIO(exports.wxr(*[post] * posts).encode())
        tracemalloc.start()
        count = sum(isinstance(record, Entry | Attachment) for record in wxr.read(file, Notes()))
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == posts
        return top

    peak(10)
    assert peak(1000) < peak(100) * 1.5


def test_one_record_larger_than_memory_should_be_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr("imports.reading.guarded.MOST_LETTERS", 10_000)
    first, second = read(exports.wxr(exports.wp_post(markup="x" * 50_000), exports.wp_post(2, "Next")))[0]
    assert (first.is_cut, second.is_cut, second.title) == (True, False, "Next")
