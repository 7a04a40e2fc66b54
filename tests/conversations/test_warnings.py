"""Before it is sent, the writer is asked to look again at what should not stand there. Nothing is ever dropped."""

import re

import pytest

from conversations.models import Comment, CommentVersion, TeamTalk
from conversations.writing import private_numbers, warnings
from tests.factories.blog import make_post
from tests.factories.conversations import say
from tests.factories.teams import join, make_team

CONFIRMS = re.compile(r'name="confirmed" value="([0-9a-f]+)"')


@pytest.fixture
def team(db):
    team = make_team("Platform")
    TeamTalk.objects.create(team=team, watched_words="Lazy\n\n  stupid idea \nCafé\nc++")
    return team


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


def send(client, page, text, htmx=False, **fields):
    headers = {"HX-Request": "true", "HX-Target": "reply-0"} if htmx else {}
    fields = {"text": text, "client_key": "a-form-of-mine"} | fields
    return client.post(f"/talk/on/{page.pk}/", fields, headers=headers)


NUMBERS = {
    "payment card": ["4111 1111 1111 1111", "5500-0000-0000-0004", "340000000000009", "6011000990139424"],
    "IBAN": ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "fr14 2004 1010 0505 0001 3m02 606"],
    "US social security": ["078-05-1120", "123-45-6789"],
    "German tax": ["86095742719", "47 036 892 816", "65929970489"],
    "Spanish": ["12345678Z", "X1234567L", "x-1234567-l"],
    "Italian": ["RSSMRA85T10A562S", "rssmra85t10a562s"],
    "UK national insurance": ["QQ 12 34 56 C".replace("QQ", "AB"), "JG103759A"],
    "French": ["1 84 12 76 451 089 46", "184127645108946"],
}
HARMLESS = [
    "4111 1111 1111 1112",
    "1234567890123456",
    "+49 30 1234567",
    "2026-11-26 10:45",
    "GB82 WEST 1234 5698 7654 33",
    "DE1234",
    "000-12-3456",
    "666-12-3456",
    "912-12-3456",
    "123-00-6789",
    "12345678901",
    "86095742718",
    "12345678A",
    "X1234567A",
    "RSSMRA85T10A562T",
    "GB 12 34 56 C",
    "1 84 12 76 451 089 47",
    "https://example.org/items/4111111111111111-large",
    "order 99999999999999999999999999999",
    "the 10,000 largest of 400 000 000 000",
]


@pytest.mark.parametrize(("what", "number"), [(what, number) for what, many in NUMBERS.items() for number in many])
def test_numbers_that_belong_to_somebody_are_known_by_form_and_check_digit(what, number):
    found = [(str(kind.label), piece) for kind, piece in private_numbers.found_in(f"It is {number}, thanks.")]
    assert [piece for label, piece in found if what in label], found


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_are_let_through(text):
    assert list(private_numbers.found_in(text)) == []


@pytest.mark.parametrize("text", ["4" * 10_000, "4 " * 5_000, "A" * 10_000, "GB82 " * 2_000, "-" * 10_000])
def test_long_rows_of_digits_take_no_longer_than_they_are_long(text):
    assert len(list(private_numbers.found_in(text))) < 10_000


@pytest.mark.parametrize(
    ("text", "noticed"),
    [
        ("That is LAZY.", ["lazy"]),
        ("A stupid   idea, or two\nlazy", ["stupid idea", "lazy"]),
        ("cafe", ["cafe"]),
        ("We write C++ here", ["c++"]),
        ("Lazyness is no word of ours, nor is stupid", []),
    ],
)
def test_watched_words_are_whole_words_whatever_their_case(team, text, noticed):
    assert [each.piece for each in warnings.noticed(text, team)] == noticed


def test_a_team_without_a_list_is_asked_about_no_word(db):
    assert warnings.noticed("lazy", make_team("Other")) == []


@pytest.mark.parametrize("htmx", [False, True])
def test_a_watched_word_comes_back_with_the_text_and_is_sent_when_confirmed(as_person, reader, page, htmx):
    client = as_person(reader)
    text = "All fine.\nBut lazy."
    response = send(client, page, text, htmx=htmx)
    body = response.content.decode()
    assert response.status_code == 409
    assert not Comment.objects.exists()
    assert ">All fine.\nBut lazy.</textarea>" in body.replace("\r\n", "\n")
    assert "Line 2: a word that this team watches" in body
    assert 'value="a-form-of-mine"' in body
    assert ("<html" in body) is not htmx
    sent = send(client, page, text, htmx=htmx, confirmed=CONFIRMS.search(body)[1])
    assert sent.status_code in (200, 302)
    assert Comment.objects.get().comment == text


def test_a_text_that_changed_since_is_asked_about_again(as_person, reader, page):
    client = as_person(reader)
    confirms = CONFIRMS.search(send(client, page, "lazy").content.decode())[1]
    assert send(client, page, "lazy, and 4111 1111 1111 1111", confirmed=confirms).status_code == 409
    assert not Comment.objects.exists()
    assert send(client, page, "diligent", confirmed=confirms).status_code == 302


@pytest.mark.parametrize("confirmed", ["", "1", "x" * 64, "0" * 64, "\u202e"])
def test_no_other_confirmation_counts(as_person, reader, page, confirmed):
    assert send(as_person(reader), page, "lazy", confirmed=confirmed).status_code == 409


def test_a_list_of_many_findings_ends(as_person, reader, page):
    body = send(as_person(reader), page, "lazy\n" * 500).content.decode()
    assert body.count("a word that this team watches") == warnings.SHOWN


def test_what_is_pointed_out_is_escaped(as_person, reader, page, team):
    TeamTalk.objects.filter(team=team).update(watched_words="<script>x</script>\n(.*)+\n[")
    body = send(as_person(reader), page, "so <script>x</script> it").content.decode()
    assert "<script>x" not in body
    assert "&lt;script&gt;x" in body
    assert send(as_person(reader), page, "anything else").status_code == 302


def test_an_edit_is_asked_about_too(as_person, reader, page):
    comment = say(page, reader, "Fine")
    client = as_person(reader)
    form = client.get(f"/talk/{comment.pk}/edit/").content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', form)[1]
    response = client.post(f"/talk/{comment.pk}/edit/", {"text": "lazy", "seen": seen})
    assert response.status_code == 409
    assert not CommentVersion.objects.exists()
    confirms = CONFIRMS.search(response.content.decode())[1]
    client.post(f"/talk/{comment.pk}/edit/", {"text": "lazy", "seen": seen, "confirmed": confirms})
    comment.refresh_from_db()
    assert comment.comment == "lazy"
