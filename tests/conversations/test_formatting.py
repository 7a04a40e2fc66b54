"""A comment's few marks become markup, everything else stays words; and nobody's words become anything more."""

import re
import sys

import pytest

from conversations.models import Comment
from conversations.writing import markup, words
from conversations.writing.redrawing import redraw
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, say
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

SAFE_LINK = re.compile(r'<a href="(?:https?://|mailto:|/(?!/))[^"<>]*" rel="nofollow noopener noreferrer ugc">')
ATTRIBUTES = re.compile(r"<(?!/)(\w+)((?:\s[^<>]*)?)>")


def html_of(text):
    return markup.as_html(text).replace("\n", "")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\nTwo\n\nThree", "<p>One<br>Two</p><p>Three</p>"),
        ("*this* and **that**", "<p><em>this</em> and <strong>that</strong></p>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("> said\n\nno", "<blockquote><p>said</p></blockquote><p>no</p>"),
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("snake_case_name and __init__", "<p>snake_case_name and __init__</p>"),
        ("# No heading\n---\n| no | table |", "<p># No heading<br>---<br>| no | table |</p>"),
        ("+ 5 per cent", "<p>+ 5 per cent</p>"),
        (r"\*not so\* on \\server\share", r"<p>*not so* on \\server\share</p>"),
        ("&lt;b&gt;", "<p>&amp;lt;b&amp;gt;</p>"),
    ],
)
def test_marks_mean_what_people_expect(text, html):
    assert html_of(text) == html


def test_a_block_of_code_keeps_its_lines_and_its_marks():
    assert markup.as_html("```py\nif a < b:\n    *x*\n```") == "<pre><code>if a &lt; b:\n    *x*\n</code></pre>"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/a_(b)?x=1&y=2.", "https://example.org/a_(b)?x=1&amp;y=2"),
        ("(https://example.org/x)", "https://example.org/x"),
        ("**https://example.org/x**", "https://example.org/x"),
        ("[the *numbers*](https://example.org/x)", "https://example.org/x"),
        ("[the numbers](/teams/platform/)", "/teams/platform/"),
        ("[write](mailto:ada@example.org)", "mailto:ada@example.org"),
    ],
)
def test_addresses_can_be_clicked_and_tell_the_other_side_nothing(text, address):
    assert f'<a href="{address}" rel="nofollow noopener noreferrer ugc">' in html_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,x)",
        "[x](//elsewhere.example/)",
        "[x](/\\elsewhere.example/)",
        "[x](ftp://example.org/)",
        "[x](relative/place)",
        "javascript:alert(1)",
        "xhttps://example.org",
    ],
)
def test_an_address_that_leads_anywhere_else_stays_words(text):
    assert "<a" not in html_of(text)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<!-- --><style>*{display:none}</style>",
    '[x](https://example.org/"onmouseover="alert(1))',
    "[<img src=x onerror=alert(1)>](https://example.org/)",
    "[x](https://example.org/<script>)",
    "![x](https://example.org/pixel.png)",
    '<https://example.org/" onclick=alert(1)>',
    '```" onclick="alert(1)\n</code></pre><script>alert(1)</script>\n```',
    "`</code><script>alert(1)</script>`",
    "- <iframe src=//x>\n  > <form action=//x>",
    "@<b>name</b>",
    "[a]: javascript:alert(1)\n[a]",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_becomes_markup(text):
    html = markup.as_html(text)
    for tag, attributes in ATTRIBUTES.findall(html):
        assert tag in markup.TAGS
        assert not attributes or tag == "a", html
    assert all(SAFE_LINK.match(html, place.start()) for place in re.finditer("<a ", html)), html


def calls_while(act):
    count = 0

    def counted(frame, event, argument):
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


LONG = [
    "[", "![", "[[](", "[a](<b", "[a](", "[a](((", "*a ", "**a*_ ", "a**b", "*a* ", "*[a](/x)", "`", " `a``", "> ",
    ">", "- ", "  - ", ">- ", "- > ", "1. a\n ", "- a\n", "> a\n", "> - a\n>   ", "@a ", "a@", "https://", "http://(",
    "\\", "<", "```\n", "a\n", " \n",
]  # fmt: skip


@pytest.mark.parametrize("part", LONG)
def test_twice_the_text_takes_at_most_twice_the_work(part):
    half, whole = ((part * size)[:size] for size in (words.LONGEST // 4, words.LONGEST // 2))
    markup.as_html(half)
    assert calls_while(lambda: markup.as_html(whole)) < 2.5 * calls_while(lambda: markup.as_html(half))


@pytest.mark.parametrize("part", [">", "> ", "- ", "> - ", "*a ", "**a "])
def test_what_is_nested_too_deep_stays_words(part):
    closing = part.strip()[0] * part.count("*") if "*" in part else ""
    html = markup.as_html(part * 400 + "the end" + f" a{closing}" * 400 if closing else part * 400 + "the end")
    depth = deepest = 0
    for closes in re.findall(r"<(/?)(?:blockquote|ul|ol|li|em|strong)\b", html):
        depth += -1 if closes else 1
        deepest = max(deepest, depth)
    assert deepest <= 8
    assert "the end" in html


def test_plain_words_have_no_marks():
    text = "*Yes*, see [the `numbers`](https://example.org/):\n\n> so **many**\n\n- one\n- two"
    assert words.plain(text) == "Yes, see the numbers:\nso many\none\ntwo"
    assert words.line(text) == "Yes, see the numbers: so many one two"


# --- In the thread ----------------------------------------------------------------------------------------------------


@pytest.fixture
def page(db):
    team = make_team("Platform")
    return make_post(team, join(team, "author"), "Faster research")


def test_a_comment_is_made_into_markup_once_and_read_from_there(as_person, reader, page, monkeypatch):
    comment = say(page, reader, "It is *faster*")
    assert (comment.html, comment.markup) == ("<p>It is <em>faster</em></p>", words.MARKUP)
    monkeypatch.setattr(words, "as_html", lambda text: pytest.fail("made again"))
    assert "<p>It is <em>faster</em></p>" in as_person(reader).get(page.address).content.decode()


def test_a_comment_of_older_rules_is_drawn_by_todays_and_stored_so_by_the_clock(as_person, reader, page):
    comment = make_comment(page, reader, "It is *faster*")
    assert "<em>faster</em>" in as_person(reader).get(page.address).content.decode()
    version = Article.objects.get(pk=page.pk).thread_version
    assert redraw() == 1
    comment.refresh_from_db()
    assert (comment.html, comment.markup) == ("<p>It is <em>faster</em></p>", words.MARKUP)
    assert Article.objects.get(pk=page.pk).thread_version > version
    assert redraw() == 0


# --- The preview ------------------------------------------------------------------------------------------------------


def preview(client, page, text="It is *faster*", htmx=False, query="", **fields):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/talk/on/{page.pk}/preview/{query}", {"text": text} | fields, headers=headers)


def test_a_preview_shows_what_readers_would_get_and_writes_nothing(as_person, reader, page):
    response = preview(as_person(reader), page, htmx=True)
    body = response.content.decode()
    assert response.status_code == 200
    assert "<p>It is <em>faster</em></p>" in body
    assert "<html" not in body
    assert not Comment.objects.exists()


def test_without_script_the_preview_holds_the_form_with_the_text_and_its_key(as_person, reader, page):
    client = as_person(reader)
    body = preview(client, page, client_key="a-form-of-mine").content.decode()
    assert "<p>It is <em>faster</em></p>" in body
    assert ">It is *faster*</textarea>" in body
    assert 'name="client_key" value="a-form-of-mine"' in body
    assert f'action="/talk/on/{page.pk}/"' in body


def test_the_preview_of_an_answer_stays_an_answer(as_person, reader, page):
    asked = make_comment(page, UserFactory(), "Did you measure?")
    body = preview(as_person(reader), page, query=f"?answer={asked.pk}").content.decode()
    assert "Did you measure?" in body
    assert f'action="/talk/{asked.pk}/reply/"' in body


def test_the_preview_of_an_edit_stays_an_edit(as_person, reader, page):
    mine = say(page, reader, "It was slow")
    body = preview(as_person(reader), page, query=f"?edit={mine.pk}", seen="what-i-saw").content.decode()
    assert "<em>faster</em>" in body
    assert f'action="/talk/{mine.pk}/edit/"' in body
    assert 'name="seen" value="what-i-saw"' in body


@pytest.mark.parametrize(("text", "sentence"), [("", "Write something first."), ("ä" * 100_000, "too long")])
def test_what_cannot_be_previewed_comes_back_with_the_reason(as_person, reader, page, text, sentence):
    for htmx in (False, True):
        response = preview(as_person(reader), page, text, htmx=htmx)
        assert response.status_code == 422
        assert sentence in response.content.decode()
    assert text in preview(as_person(reader), page, text).content.decode()


def test_previews_have_a_pace(as_person, reader, page, monkeypatch):
    monkeypatch.setattr("conversations.views.helping.PREVIEWS_A_MINUTE", 2)
    monkeypatch.setattr("conversations.writing.pace.MINUTE", 10**9)
    client = as_person(reader)
    statuses = [preview(client, page).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert ">It is *faster*</textarea>" in preview(client, page).content.decode()


def test_a_preview_asks_for_the_page_first(as_person, db):
    team = make_team(visibility="closed")
    closed = make_post(team, join(team, "author"))
    assert preview(as_person(UserFactory()), closed).status_code == 404
