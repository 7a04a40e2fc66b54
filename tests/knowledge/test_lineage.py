"""Where a page comes from and what came of it: drawn, and told as a list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge import lineage
from publishing.models import Citation
from tests.factories.blog import make_draft, make_post
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Depots")


@pytest.fixture
def author(team):
    return join(team, "author")


def cites(team, author, title, *earlier, **fields):
    return make_post(team, author, title, citations=[Citation(cited=page, **fields) for page in earlier])


def shown(client, page):
    return client.get(f"/knowledge/{page.pk}/lineage/").content.decode()


def test_ancestry_and_offspring_stand_in_the_drawing_and_in_the_list(as_person, reader, team, author):
    first = make_post(team, author, "The first attempt")
    second = cites(team, author, "The second attempt", first, note="its index")
    third = cites(team, author, "The third attempt", second, relation="avoids", note="its haste")
    text = shown(as_person(reader), second)
    drawing, listed = text[text.index("<svg width") :].split("</svg>", 1)
    for page in (first, second, third):
        assert page.address in drawing
        assert page.address in listed
    assert "stroke-dasharray" in drawing
    assert "its index" in listed
    assert "avoids what happened in “The second attempt”: its haste" in listed


def test_the_page_leads_to_it_where_there_is_something_to_see(as_person, reader, team, author):
    first = make_post(team, author, "The first attempt")
    alone = make_post(team, author, "Alone")
    cites(team, author, "The second attempt", first)
    client = as_person(reader)
    assert f"/knowledge/{first.pk}/lineage/" in client.get(first.address).content.decode()
    assert f"/knowledge/{alone.pk}/lineage/" not in client.get(alone.address).content.decode()
    assert "It stands alone so far" in shown(client, alone)


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_a_page_in_between_that_one_may_not_read_hides_itself_and_what_lies_behind(
    as_person, reader, team, author, visibility
):
    circle = make_team("Hidden Harbour", visibility=visibility)
    insider = join(circle, "author")
    first = make_post(team, author, "The first attempt")
    middle = cites(circle, insider, "Merger", first)
    last = cites(team, author, "The last attempt", middle)
    text = shown(as_person(reader), last)
    assert "Merger" not in text
    assert "Harbour" not in text
    assert first.title not in text
    assert first.title in shown(as_person(insider), last)


def test_drafts_are_no_offspring(as_person, author, team):
    first = make_post(team, author, "The first attempt")
    make_draft(team, author, "Only a draft", citations=[Citation(cited=first)])
    assert "Only a draft" not in shown(as_person(author), first)


def test_pages_that_cite_each_other_in_a_circle_end_somewhere(as_person, reader, team, author):
    first = make_post(team, author, "The first attempt")
    second = cites(team, author, "The second attempt", first)
    Citation.objects.create(article=first, cited=second)
    Citation.objects.create(article=first, cited=first)
    text = shown(as_person(reader), first)
    assert text.count("<rect") == 2


def test_a_crowd_is_cut_and_said_to_be(reader, team, author, monkeypatch):
    monkeypatch.setattr(lineage, "MOST_PAGES", 4)
    first = make_post(team, author, "The first attempt")
    for number in range(6):
        cites(team, author, f"Attempt {number}", first)
    found = lineage.lineage_of(reader, first)
    assert len(found.nodes) == 4
    assert found.is_cut


def test_titles_of_strangers_are_words_and_no_markup(as_person, reader, team, author):
    first = make_post(team, author, '<script>alert(1)</script>"', slug="odd")
    second = cites(team, author, "Second", first)
    assert "<script>alert" not in shown(as_person(reader), second)


@pytest.mark.parametrize("many", [2, 12])
def test_it_costs_the_same_with_few_and_with_many(as_person, reader, team, author, many):
    first = make_post(team, author, "The first attempt")
    for number in range(many):
        cites(team, author, f"Attempt {number}", first)
    client = as_person(reader)
    shown(client, first)
    with CaptureQueriesContext(connection) as captured:
        shown(client, first)
    assert len(captured) <= 12


def test_boxes_do_not_lie_on_each_other(reader, team, author):
    first = make_post(team, author, "The first attempt")
    second = cites(team, author, "The second attempt", first)
    for number in range(3):
        cites(team, author, f"A long title of an attempt that runs over its line {number}", first, second)
    found = lineage.lineage_of(reader, first)
    places = {(node.x, node.y) for node in found.nodes}
    assert len(places) == len(found.nodes)
    assert all(
        node.x + lineage.WIDTH <= found.width and node.y + lineage.HEIGHT <= found.height for node in found.nodes
    )
    assert all(len(node.lines) <= lineage.LINES for node in found.nodes)
