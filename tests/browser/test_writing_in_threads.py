"""Writing in a thread with everything that helps: names that are offered, a preview, second thoughts."""

import pytest
from playwright.sync_api import expect

from tests.factories.blog import make_post
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .looking import complaints_of_axe
from .pages import Post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post():
    team = make_team("Logistics")
    return make_post(team, join(team, "author"), "The north gate opens")


@pytest.fixture
def tomas():
    return UserFactory(username="tomas", first_name="Tomás", last_name="Oliveira")


def test_a_colleague_is_chosen_by_keyboard_the_words_are_previewed_sent_and_edited(enter, post, tomas):
    UserFactory(username="ada.nowak", first_name="Ada", last_name="Nowak")
    UserFactory(username="adam", first_name="Adam", last_name="Berg")
    visitor = enter(tomas)
    thread = Post(visitor).open(post.address)
    page = visitor.page

    # A name is offered as it is typed, and taken without leaving the keyboard.
    box = page.get_by_label("Your comment")
    box.press_sequentially("It *works*, ask @ada")
    names = page.get_by_role("listbox", name="Whom to mention").get_by_role("option")
    expect(names).to_have_count(2)
    expect(names.first).to_have_attribute("aria-selected", "true")
    assert complaints_of_axe(page) == []
    box.press("ArrowDown")
    expect(names.nth(1)).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    box.press("Enter")
    expect(names).to_have_count(0)
    expect(box).to_have_value("It *works*, ask @ada.nowak ")

    # Escape leaves what was typed.
    box.press_sequentially("or @ada")
    expect(names).to_have_count(2)
    box.press("Escape")
    expect(names).to_have_count(0)
    expect(box).to_have_value("It *works*, ask @ada.nowak or @ada")

    # A preview is no sending: a reload brings the words back.
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Preview: nothing is sent yet")).to_be_visible()
    expect(page.locator(".notice .body em")).to_have_text("works")
    assert complaints_of_axe(page) == []
    page.reload()
    expect(box).to_have_value("It *works*, ask @ada.nowak or @ada")

    thread.send()
    written = thread.comment_that_says("It works")
    expect(written.get_by_role("link", name="@Ada Nowak")).to_have_attribute("href", "/people/ada.nowak/")

    # A second thought, in the place of the first.
    written.get_by_role("link", name="More").click()
    written.get_by_role("link", name="Edit").click()
    edited = page.get_by_label("Your comment, edited")
    expect(edited).to_be_focused()
    edited.fill("It works **well**")
    assert complaints_of_axe(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".comment .body strong")).to_have_text("well")
    page.reload()
    expect(thread.comment_that_says("It works well")).to_contain_text("edited")


def test_what_is_pointed_out_is_confirmed_in_place(enter, post, tomas):
    visitor = enter(tomas)
    thread = Post(visitor).open(post.address)
    visitor.watch.expect(409)
    thread.write("My card is 4111 1111 1111 1111")
    thread.send()
    expect(visitor.page.get_by_role("alert")).to_contain_text("once more")
    expect(visitor.page.get_by_label("Your comment")).to_have_value("My card is 4111 1111 1111 1111")
    assert complaints_of_axe(visitor.page) == []
    visitor.page.get_by_role("button", name="Send it all the same").click()
    expect(thread.comment_that_says("My card is")).to_be_visible()


def test_without_script_names_are_typed_and_everything_works_on_pages(enter, post, tomas):
    UserFactory(username="ada.nowak", first_name="Ada", last_name="Nowak")
    visitor = enter(tomas, javascript=False)
    thread = Post(visitor).open(post.address)
    page = visitor.page
    thread.write("It *works*, ask @ada.nowak")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".notice .body em")).to_have_text("works")
    thread.send()
    thread.comment_that_says("It works").get_by_role("link", name="More").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Your comment, edited").fill("It works **well**")
    page.get_by_role("button", name="Save").click()
    written = thread.comment_that_says("It works well")
    expect(written).to_contain_text("edited")
    written.get_by_role("link", name="More").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(written).to_be_visible()
