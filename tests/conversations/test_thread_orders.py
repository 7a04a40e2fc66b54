"""A thread is read oldest, newest or most answered first; who comes for one comment finds it in any case."""

import re

import pytest

from conversations.models import Comment, State
from conversations.reading import orders, thread
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def page(team, author):
    return make_post(team, author, "Faster research")


def answer(page, by, root, **changes):
    return make_comment(page, by, "An answer", reply_to=Comment.objects.get(pk=root.pk), **changes)


def read(client, page, query=""):
    return client.get(f"{page.address}{query}").content.decode()


def roots_in(text):
    talk = text[text.index('id="talk"') :]
    return [int(pk) for pk in re.findall(r'id="c(\d+)">(?:(?!<article)[^§])*?<p>Root', talk)]


@pytest.fixture
def roots(page, author):
    """Four conversations: with no answer, with two, with one and two hidden ones, with two."""
    made = [make_comment(page, author, f"Root {number}") for number in range(4)]
    for root in (made[1], made[1], made[2], made[3], made[3]):
        answer(page, UserFactory(), root)
    for _time in range(2):
        answer(page, UserFactory(), made[2], state=State.HIDDEN)
    return made


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", [0, 1, 2, 3]),
        ("?order=oldest", [0, 1, 2, 3]),
        ("?order=newest", [3, 2, 1, 0]),
        ("?order=answered", [1, 3, 2, 0]),
        ("?order=nonsense", [0, 1, 2, 3]),
    ],
)
def test_conversations_stand_in_the_order_asked_for(as_person, reader, page, roots, query, places):
    text = read(as_person(reader), page, query)
    assert [roots.index(Comment.objects.get(pk=pk)) for pk in roots_in(text)] == places


@pytest.mark.parametrize("order", orders.Order.values)
def test_fifties_follow_the_order(as_person, reader, page, roots, monkeypatch, order):
    whole = roots_in(read(as_person(reader), page, f"?order={order}"))
    monkeypatch.setattr(thread, "ROOTS", 2)
    Article.objects.filter(pk=page.pk).update(thread_version=99)
    parts = [roots_in(read(as_person(reader), page, f"?order={order}&talk={number}")) for number in (1, 2)]
    assert parts == [whole[:2], whole[2:]]
    later = f"?talk=2&amp;order={order}#talk" if order != "oldest" else "?talk=2#talk"
    assert f'href="{later}"' in read(as_person(reader), page, f"?order={order}")


def test_within_a_conversation_the_oldest_answer_is_first_in_every_order(as_person, reader, page, roots):
    below = list(Comment.objects.filter(thread_id=roots[1].pk, level=1).order_by("pk").values_list("pk", flat=True))
    for order in orders.Order.values:
        text = read(as_person(reader), page, f"?order={order}")
        assert text.index(f'id="c{below[0]}"') < text.index(f'id="c{below[1]}"')


def test_the_order_is_said_and_remembered_nowhere(as_person, reader, page, roots):
    client = as_person(reader)
    text = read(client, page, "?order=newest")
    assert re.search(r'href="\?order=newest#talk" aria-current="true">Newest first<', text)
    assert re.search(r'href="\?#talk" aria-current="true">Oldest first<', read(client, page))


def test_in_another_order_it_costs_the_same(as_person, reader, page, roots, django_assert_max_num_queries):
    client = as_person(reader)
    for order in orders.Order.values:
        read(client, page, f"?order={order}")
        with django_assert_max_num_queries(10):
            read(client, page, f"?order={order}")


# --- One comment ------------------------------------------------------------------------------------------------------


def test_who_comes_for_a_comment_of_another_fifty_finds_its_branch_on_top(as_person, reader, page, roots, monkeypatch):
    monkeypatch.setattr(thread, "ROOTS", 2)
    wanted = answer(page, UserFactory(), roots[3])
    client = as_person(reader)
    text = read(client, page, f"?c={wanted.pk}")
    assert "The comment you came for" in text
    assert text.index(f'id="c{roots[3].pk}"') < text.index(f'id="c{wanted.pk}"') < text.index(f'id="c{roots[0].pk}"')
    assert text.count(f'id="c{wanted.pk}"') == 1
    there = read(client, page, f"?talk=2&c={wanted.pk}")
    assert "The comment you came for" not in there
    assert there.count(f'id="c{wanted.pk}"') == 1
    assert client.get(f"/talk/{wanted.pk}/")["Location"] == f"{page.address}?talk=2&c={wanted.pk}#c{wanted.pk}"


@pytest.mark.parametrize("what", ["hidden", "held", "of another page", "missing", "nonsense", "huge"])
def test_who_comes_for_what_is_not_there_for_them_reads_the_thread(
    as_person, reader, team, author, page, roots, monkeypatch, what
):
    monkeypatch.setattr(thread, "ROOTS", 2)
    asked = {
        "hidden": lambda: answer(page, author, roots[3], state=State.HIDDEN).pk,
        "held": lambda: make_comment(page, author, "Waits", state=State.HELD).pk,
        "of another page": lambda: make_comment(make_post(team, author), author, "Elsewhere").pk,
        "missing": lambda: 987_654,
        "nonsense": lambda: "x",
        "huge": lambda: "9" * 18,
    }[what]()
    text = read(as_person(reader), page, f"?c={asked}")
    assert "The comment you came for" not in text
    assert roots_in(text) == [roots[0].pk, roots[1].pk]


# --- Folding ----------------------------------------------------------------------------------------------------------


def test_a_branch_can_be_folded_and_says_how_much_is_in_it(as_person, reader, page, roots):
    deep = answer(page, UserFactory(), Comment.objects.filter(thread_id=roots[1].pk, level=1).first())
    text = read(as_person(reader), page)
    assert deep.level == 2
    branch = text[text.index(f'id="c{roots[1].pk}"') : text.index(f'id="c{roots[2].pk}"')]
    assert '<details class="replies" open><summary>3 replies</summary>' in branch
    assert "<summary>1 reply</summary>" in branch
    alone = text[text.index(f'id="c{roots[0].pk}"') : text.index(f'id="c{roots[1].pk}"')]
    assert "<summary>" not in alone
    hidden_are_not_counted = text[text.index(f'id="c{roots[2].pk}"') : text.index(f'id="c{roots[3].pk}"')]
    assert "<summary>1 reply</summary>" in hidden_are_not_counted
