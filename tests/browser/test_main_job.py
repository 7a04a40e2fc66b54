"""A post on its way: from a blogger's draft through approval to readers, and back as a conversation."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from tests.factories.blog import make_draft
from tests.factories.conversations import spread_word
from tests.factories.library import picture_bytes
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .pages import Desk, Editor, FrontPage, HideComment, Inbox, Post, Review, SignIn, WriteChooser

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a gate to the north"
TITLE = "The depot moves to the north gate"
SHOWS = "The north gate at six in the morning, with the first lorry"


def person(username, first, last, group=None):
    made = UserFactory(username=username, first_name=first, last_name=last)
    made.set_password(PASSWORD)
    made.save()
    if group:
        made.groups.add(Group.objects.get(name=group))
    return made


@pytest.fixture
def people():
    """A team whose posts its editors approve, then Communications."""
    team = make_team("Logistics", purpose="Gets things where they are needed.", posting_policy="communications")
    return {
        "team": team,
        "author": join(team, "author", person("mia", "Mia", "Brandt")),
        "editor": join(team, "editor", person("jonas", "Jonas", "Adler")),
        "comms": person("salma", "Salma", "Rahimi", "Communications"),
        "moderator": person("noor", "Noor", "Visser", "Moderators"),
        "reader": person("tomas", "Tomás", "Oliveira"),
        "colleague": person("ada", "Ada", "Nowak"),
    }


def test_a_post_goes_from_a_draft_to_readers_and_comes_back_as_talk(people, enter, tmp_path):
    picture = tmp_path / "gate.jpg"
    picture.write_bytes(picture_bytes(size=(1600, 900)))

    # Mia finds the way to write, and writes.
    mia = enter()
    mia.open("/")
    SignIn(mia).sign_in("mia", PASSWORD)
    front = FrontPage(mia)
    front.expect_to_be_here()
    front.start_writing()
    WriteChooser(mia).choose("Share news")
    editor = Editor(mia)
    editor.write_title(TITLE)
    editor.write_summary("From May on, lorries leave by the north gate. The south gate stays open for people on foot.")
    editor.choose_purpose("Ask")
    for _question in ("Why", "What it means for you"):
        editor.remove_last_block()
        editor.remove_last_block()
    editor.upload_lead_picture(picture, "The north gate", SHOWS)
    editor.write_text("The south gate is too narrow for the new lorries, and the school run passes it.")
    editor.expect_saved("the school run passes it.")
    editor.submit()
    editor.expect_message("Jonas Adler")

    # Jonas is told, and approves for the team; Salma for the house.
    jonas = enter(people["editor"])
    Inbox(jonas).open().expect_word_of("Mia Brandt", TITLE)
    Desk(jonas).open().review(TITLE)
    review = Review(jonas)
    review.expect_to_show(TITLE, "too narrow for the new lorries")
    review.approve()
    salma = enter(people["comms"])
    FrontPage(salma).open()
    expect(FrontPage(salma).needs).to_contain_text(TITLE)
    Desk(salma).open().review(TITLE)
    Review(salma).approve()

    # Tomás reads it from the front page, and asks.
    tomas = enter(people["reader"])
    FrontPage(tomas).open().page.get_by_role("link", name=TITLE).first.click()
    post = Post(tomas)
    expect(post.title).to_have_text(TITLE)
    post.expect_picture(SHOWS)
    expect(post.page.get_by_text("Nobody has written here yet")).to_be_visible()
    post.comment("Does the night shift use it too?")
    expect(post.page.get_by_text("Nobody has written here yet")).to_be_hidden()

    # Ada answers in place; Jonas, whose browser runs no scripts, by plain forms.
    address = tomas.page.url
    ada = enter(people["colleague"])
    Post(ada).open(address).reply(to="Does the night shift", text="From six to six, so yes.")
    assert ada.page.url == address
    Post(ada).expect_reply("From six to six", below="Does the night shift")
    plain = enter(people["editor"], javascript=False)
    post_of_jonas = Post(plain).open(address)
    post_of_jonas.reply(to="From six to six", text="And on Sundays from eight.")
    Post(plain).expect_reply("And on Sundays", below="From six to six")
    post_of_jonas.comment("Ask me about keys.")

    # Noor hides a comment, says why, and thinks better of it.
    noor = enter(people["moderator"])
    Post(noor).open(address).hide("From six to six")
    HideComment(noor).because("Working hours are not for this page.")
    expect(Post(noor).comment_that_says("From six to six")).to_contain_text("Working hours are not for this page.")
    tomas.page.reload()
    expect(tomas.page.get_by_text("From six to six")).to_have_count(0)
    expect(tomas.page.get_by_text("Hidden by a moderator")).to_be_visible()
    Post(noor).show_again("From six to six")
    tomas.page.reload()
    expect(post.comment_that_says("From six to six")).to_be_visible()

    # Each hears of what concerns them.
    spread_word()
    Inbox(ada).open().expect_word_of("Working hours are not for this page.")
    Inbox(ada).expect_word_of("is shown again")
    Inbox(tomas).open().expect_word_of("Ada Nowak", "answered you")
    words = Inbox(mia).open()
    words.expect_word_of("Salma Rahimi", TITLE)
    words.expect_word_of("Tomás Oliveira", "Does the night shift use it too?")
    words.follow("Does the night shift")
    expect(Post(mia).title).to_have_text(TITLE)


def test_what_is_sent_back_reaches_the_author_with_the_reason_and_comes_again(people, enter):
    article = make_draft(people["team"], people["author"], TITLE, body=[("text", "<p>Soon.</p>")])
    mia = enter(people["author"])
    editor = Editor(mia).open(article)
    editor.submit()
    editor.expect_message("Jonas Adler")

    jonas = enter(people["editor"])
    Desk(jonas).open().review(TITLE)
    Review(jonas).ask_for_changes("Say from which day on.")

    Inbox(mia).open().expect_word_of("Say from which day on.")
    desk = Desk(mia).open()
    expect(desk.asked).to_contain_text("Say from which day on.")
    desk.change(TITLE)
    editor.write_text("From the fourth of May.")
    editor.expect_saved("From the fourth of May.")
    editor.submit()
    editor.expect_message("Jonas Adler")

    Desk(jonas).open().review(TITLE)
    Review(jonas).expect_to_show(TITLE, "From the fourth of May.")
    Review(jonas).approve()
    salma = enter(people["comms"])
    Desk(salma).open().review(TITLE)
    Review(salma).approve()
    article.refresh_from_db()
    assert article.live
