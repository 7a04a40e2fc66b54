"""What somebody wrote stays theirs: when they were signed out, when they click twice, when they have no scripts."""

import pytest
from playwright.sync_api import expect

from tests.factories.blog import make_draft, make_post
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

from . import looking
from .pages import Editor, FrontPage, Post, SignIn

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a gate to the north"
WORDS = "I counted again on Friday, and it is still three attempts at six in the morning.\nOn foot it is quicker."


@pytest.fixture
def post():
    team = make_team("Logistics")
    return make_post(team, join(team, "author"), "The depot moves to the north gate")


@pytest.fixture
def tomas():
    tomas = UserFactory(username="tomas", first_name="Tomás", last_name="Oliveira")
    tomas.set_password(PASSWORD)
    tomas.save()
    return tomas


@pytest.mark.parametrize("javascript", [True, False], ids=["in place", "without scripts"])
def test_a_comment_sent_after_the_session_ended_is_given_back(javascript, post, tomas, enter):
    visitor = enter(tomas, javascript=javascript)
    visitor.watch.expect(401, 403)
    thread = Post(visitor).open(post.address)
    thread.write(WORDS)
    visitor.lose_session()
    thread.send()

    page = visitor.page
    expect(page.get_by_role("heading", name="You were signed out, and nothing is lost")).to_be_visible()
    expect(page.get_by_label("What you wrote")).to_have_value(WORDS)
    with visitor.context.expect_page() as tab:
        page.get_by_role("link", name="Sign in in a new tab").click()
    SignIn(visitor, page=tab.value).sign_in("tomas", PASSWORD)
    expect(tab.value.get_by_role("heading", name="Latest for you")).to_be_visible()

    # The token of the old tab belongs to nobody now: the text comes back once more, with one that fits.
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_label("What you wrote")).to_have_value(WORDS)
    page.get_by_role("button", name="Send again").click()
    expect(Post(visitor).comment_that_says("I counted again on Friday")).to_be_visible()
    assert post.comments.count() == 1


def test_the_page_that_gives_text_back_can_be_used_by_everybody(post, tomas, enter):
    visitor = enter(tomas)
    visitor.watch.expect(401)
    visitor.open(f"{post.address}")
    visitor.page.evaluate(
        "() => document.querySelectorAll('[hx-post]').forEach((form) => form.removeAttribute('hx-post'))"
    )
    Post(visitor).write(WORDS)
    visitor.lose_session()
    with visitor.page.expect_navigation():
        visitor.page.get_by_label("Your comment").evaluate("(box) => box.form.submit()")
    found = looking.complaints_about(visitor.page)
    assert not found, "\n".join(found)


def test_a_double_click_is_one_comment(post, tomas, enter):
    thread = Post(enter(tomas)).open(post.address)
    thread.write("Once is enough.")
    thread.page.get_by_role("button", name="Comment", exact=True).dblclick()
    expect(thread.comment_that_says("Once is enough.")).to_have_count(1)
    thread.page.reload()
    expect(thread.comment_that_says("Once is enough.")).to_have_count(1)


def test_a_draft_of_a_comment_survives_a_reload(post, tomas, enter):
    thread = Post(enter(tomas)).open(post.address)
    thread.write("Half a thought")
    thread.page.reload()
    expect(thread.page.get_by_label("Your comment")).to_have_value("Half a thought")
    thread.send()
    expect(thread.comment_that_says("Half a thought")).to_be_visible()
    thread.page.reload()
    expect(thread.page.get_by_label("Your comment")).to_have_value("")


def test_what_is_typed_while_the_editor_saves_itself_is_saved_too(enter):
    team = make_team("Logistics")
    author = join(team, "author")
    article = make_draft(team, author, "The depot moves to the north gate", body=[("text", "<p>Soon.</p>")])
    visitor = enter(author)
    editor = Editor(visitor).open(article)
    held = []

    def hold_the_first(route):
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    visitor.page.route("**/edit/", hold_the_first)
    with visitor.page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/edit/")):
        editor.write_text("The first words.")
    visitor.page.keyboard.type(" The last words.")
    held[0].continue_()
    editor.expect_saved("The first words. The last words.")


@pytest.mark.parametrize("who", ["administrator", "newcomer"])
def test_a_house_without_a_word_in_it_says_what_to_do_next(who, db, enter):
    person = AdministratorFactory() if who == "administrator" else UserFactory()
    visitor = enter(person)
    FrontPage(visitor).open()
    found = looking.complaints_about(visitor.page)
    assert not found, "\n".join(found)
    visitor.open("/teams/")
    found = looking.complaints_about(visitor.page)
    assert not found, "\n".join(found)
