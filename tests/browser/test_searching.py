"""Something is found again: typed in part, chosen from suggestions, narrowed down, shared; with script and without."""

import pytest
from playwright.sync_api import expect

from search.index import keeping
from search.models import Asked
from tests.factories.blog import make_post, make_write_up
from tests.factories.conversations import make_comment
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .pages import Results

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader():
    north, south = make_team("North gate"), make_team("South gate")
    ada = join(north, "author", UserFactory(username="ada", first_name="Ada", last_name="Nowak"))
    ben = join(south, "author", UserFactory(username="ben", first_name="Ben", last_name="Tachi"))
    post = make_post(north, ada, "The tachograph rules", tags=["vans"])
    make_write_up(south, ben, "A tachograph in every van", result="worked")
    make_comment(post, ben, "My tachograph stopped.")
    secret = make_team("Hidden", visibility="secret")
    make_post(secret, join(secret, "author"), "The secret tachograph")
    keeping.rebuild()
    return UserFactory(username="tomas")


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_reader_searches_narrows_down_and_shares_what_they_see(enter, reader, javascript):
    tomas = enter(reader, javascript=javascript)
    results = Results(tomas).open().search("tachograph")
    results.expect_count("3 results")
    results.narrow("North gate")
    results.expect_count("2 results")
    results.only("Comments")
    results.expect_titles("On “The tachograph rules”")
    results.reload()
    results.expect_count("1 result")
    results.take_all_out()
    results.expect_count("3 results")
    results.latest_first()
    results.only("Posts")
    results.expect_titles("The tachograph rules")
    # Whoever is given the address sees the same.
    Results(enter(UserFactory(), javascript=javascript)).open(tomas.page.url).expect_titles("The tachograph rules")


def test_suggestions_are_walked_by_keyboard(enter, reader):
    tomas = enter(reader)
    results = Results(tomas).open()
    results.type("tach")
    results.expect_suggested("Ben Tachi", "The tachograph rules", "A tachograph in every van")
    box = results.box
    expect(box).to_have_attribute("aria-expanded", "true")
    tomas.page.keyboard.press("ArrowDown")
    tomas.page.keyboard.press("ArrowDown")
    chosen = tomas.page.get_by_role("option", selected=True)
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    tomas.page.keyboard.press("Escape")
    results.expect_nothing_suggested()
    expect(box).to_have_value("tach")
    results.type("ograph ru")
    results.expect_suggested("The tachograph rules")
    tomas.page.keyboard.press("ArrowDown")
    tomas.page.keyboard.press("Enter")
    expect(tomas.page.get_by_role("heading", level=1)).to_have_text("The tachograph rules")


def test_a_slip_is_forgiven_and_what_nobody_finds_is_counted(enter, reader):
    tomas = enter(reader)
    results = Results(tomas).open().search("tachogarph")
    expect(tomas.page.get_by_text("Nothing that you may read holds “tachogarph”")).to_be_visible()
    results.expect_count("3 results")
    results.search("zeppelin hangar")
    expect(tomas.page.get_by_role("heading", name="Nothing holds “zeppelin hangar”")).to_be_visible()
    tomas.page.goto("/search/")
    tomas.page.wait_for_load_state("networkidle")
    assert set(Asked.objects.values_list("words", "found_nothing")) >= {("zeppelin hangar", 1)}
