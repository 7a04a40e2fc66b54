"""Whatever is typed gets a clear answer."""

import pytest

from search.terms import MAX_TERMS, terms_of
from tests.factories.blog import make_post
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

ODD = [
    '"', '""', "'", "a\"b", "*", "a*", "NEAR(", "NEAR(a b)", "AND", "OR NOT", "NOT", "title:x", "{title}", "^a",
    "-", "--", "+a -b", "C++", "(", ")", ":*", "a:*", "a & b | !c", "<->", "\\", "\\'", "%", "%s", "_", "…", "—",
    "😀", "😀 depot", "مرحبا", "\u202edepot", "日本語", "\u0301", "ẞ", "\ud83d", "a\x00b", "\t\n",
    "depot'; DROP TABLE people_user; --", "<script>alert(1)</script>",
    "a " * 50_000, "a" * 100_000, '"' * 100_000, "depot " * 40,
]  # fmt: skip


@pytest.fixture
def post(db):
    team = make_team()
    return make_post(team, join(team, "author"), "The depot in C++", body=[("text", "<p>a b</p>")])


def test_no_question_breaks_the_search(as_person, reader, post):
    client = as_person(reader)
    for asked in ODD:
        response = client.get("/search/", {"q": asked.encode("utf-8", "replace").decode()})
        assert response.status_code == (400 if "\0" in asked else 200), ascii(asked[:20])
        assert "<script>alert" not in response.content.decode()


def test_no_question_breaks_the_engine(post):
    """Wagtail's own screens hand over what was typed as it is."""
    for asked in ODD:
        asked = asked.encode("utf-8", "replace").decode()
        for rows in (type(post).objects.search(asked), type(post).objects.autocomplete(asked)):
            list(rows[:5])
            rows.count()


@pytest.mark.parametrize(("asked", "says"), [
    ("", "What are you looking for?"),
    ("   ", "What are you looking for?"),
    ('"', "There is nothing to look for in that"),
    ("😀", "There is nothing to look for in that"),
    ("marzipan", "Nothing holds “marzipan”"),
    ("b" * 300, "its first 200 characters"),
])  # fmt: skip
def test_an_empty_answer_says_why(as_person, reader, asked, says):
    assert says in as_person(reader).get("/search/", {"q": asked}).content.decode()


def test_operators_are_words_like_others(found, reader, post):
    assert found(reader, "depot OR marzipan") == []
    assert found(reader, '"depot') == ["The depot in C++"]
    assert found(reader, "depot -c++") == ["The depot in C++"]


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999", "9" * 30])
def test_a_page_that_does_not_exist_is_not_found(as_person, reader, post, number):
    assert as_person(reader).get("/search/", {"q": "depot", "page": number}).status_code == 404


def test_searching_changes_nothing_and_takes_no_other_method(as_person, reader):
    assert as_person(reader).post("/search/", {"q": "depot"}).status_code == 405


def test_the_number_of_words_is_bounded():
    assert len(terms_of("word " * 10_000)) == MAX_TERMS
