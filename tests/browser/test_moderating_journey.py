"""Keeping a thread decent: readers flag, moderators decide, the writer mends; with script and without."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from conversations.models import State
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .pages import HideComment, Inbox, Moderating, Post, Queue

pytestmark = pytest.mark.django_db(transaction=True)

UNKIND = "Whoever drew this plan cannot count."
with_and_without_script = pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])


@pytest.fixture
def people():
    team = make_team("Logistics")
    people = {
        "author": join(team, "author", UserFactory(username="mia", first_name="Mia", last_name="Brandt")),
        "editor": join(team, "editor", UserFactory(username="jonas", first_name="Jonas", last_name="Adler")),
        "moderator": UserFactory(username="noor", first_name="Noor", last_name="Visser"),
        "writer": UserFactory(username="tomas", first_name="Tomás", last_name="Oliveira"),
        "readers": [UserFactory() for _each in range(3)],
    }
    people["moderator"].groups.add(Group.objects.get(name="Moderators"))
    page = make_post(team, people["author"], "The plan of the gates")
    other = make_post(team, people["author"], "The canteen opens at six")
    return people | {"page": page, "other": other}


@with_and_without_script
def test_three_flags_hide_a_comment_and_it_comes_back_mended(enter, people, javascript):
    address = people["page"].address
    make_comment(people["page"], people["writer"], UNKIND)
    for reader in people["readers"]:
        post = Post(enter(reader, javascript=javascript)).open(address)
        post.flag(UNKIND, because="Rude or hurtful")
    post.open(address)
    expect(post.comment_that_says(UNKIND)).to_have_count(0)

    # Noor agrees with them: one click says what, the next why.
    noor = enter(people["moderator"], javascript=javascript)
    queue = Queue(noor).open()
    expect(queue.case(UNKIND)).to_contain_text("Hidden by flags")
    queue.hide(UNKIND, "It is hurtful to a colleague")
    queue.expect_word("The comment is hidden, and its author knows why.")
    queue.expect_gone(UNKIND)

    # Tomás hears why, and says it in other words.
    tomas = enter(people["writer"], javascript=javascript)
    inbox = Inbox(tomas).open()
    inbox.expect_word_of("It is hurtful to a colleague")
    inbox.follow("It is hurtful to a colleague")
    own = Post(tomas)
    expect(own.page.get_by_text("It is hidden:")).to_be_visible()
    own.mend(becomes="I count one gate more than the plan does.")

    # It waits for Noor's second look, and then everybody reads it.
    queue.open().approve("I count one gate more")
    queue.expect_word("The comment is shown.")
    post.open(address)
    expect(post.comment_that_says("I count one gate more")).to_be_visible()
    Inbox(post).open().expect_word_of("flag")


@with_and_without_script
def test_a_moderator_clears_the_queue_and_takes_an_act_back(enter, people, javascript):
    for text in ("Buy my belts.", "Buy my hoses.", "Is the gate open?"):
        make_comment(people["page"], people["writer"], text, state=State.HELD)
    noor = enter(people["moderator"], javascript=javascript)
    queue = Queue(noor).open()
    queue.choose("Buy my belts.", "Buy my hoses.")
    queue.hide_chosen("This is no shop.")
    queue.expect_word("2 are decided.")
    queue.expect_gone("Buy my belts.", "Buy my hoses.")
    queue.approve("Is the gate open?")
    queue.expect_word("The comment is shown.")
    queue.undo()
    expect(queue.open().case("Is the gate open?")).to_contain_text("Held")


@with_and_without_script
def test_a_branch_is_locked_moved_and_its_writer_banned_where_it_stands(enter, people, javascript):
    address, elsewhere = people["page"].address, people["other"].address
    first = make_comment(people["page"], people["writer"], "What is for lunch?")
    make_comment(people["page"], people["readers"][0], "Soup, I hear.", reply_to=first)
    jonas = enter(people["editor"], javascript=javascript)
    post, acts = Post(jonas), Moderating(jonas)

    post.open(address).open_more("What is for lunch?").get_by_role("link", name="Lock").click()
    acts.lock("Lunch has a page of its own.")
    acts.expect_word("The conversation is locked.")
    acts.undo()
    acts.expect_word("It is as it was before.")

    post.open(address).open_more("What is for lunch?").get_by_role("link", name="Move").click()
    acts.move("The canteen opens at six", "Lunch has a page of its own.")
    post.open(elsewhere)
    post.expect_reply("Soup, I hear.", below="What is for lunch?")

    post.open_more("What is for lunch?").get_by_role("link", name="Ban").click()
    acts.ban("Third time this week.")
    acts.expect_word("They do not write in this team's threads until then, and know why.")
    tomas = enter(people["writer"], javascript=javascript)
    banned = Post(tomas).open(elsewhere)
    expect(banned.thread).to_contain_text("Third time this week.")
    expect(banned.page.get_by_label("Your comment")).to_have_count(0)
    acts.undo()
    banned.open(elsewhere).comment("Thank you. Soup it is.")

    post.open(elsewhere).hide("Soup, I hear.")
    HideComment(jonas).because("It was stew.")
    expect(post.comment_that_says("Soup, I hear.")).to_contain_text("It was stew.")
