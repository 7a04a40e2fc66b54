"""A long thread from its reader's side: found again, answered, changed, settled, followed and left; with script and
without."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conversations.models import Visit
from tests.factories.blog import make_post
from tests.factories.conversations import fill_thread, make_comment, spread_word
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .pages import Inbox, Post

pytestmark = pytest.mark.django_db(transaction=True)

A_DAY = timedelta(days=1)


@pytest.fixture
def people():
    team = make_team("Logistics")
    people = {
        "author": join(team, "author", UserFactory(username="mia", first_name="Mia", last_name="Brandt")),
        "reader": UserFactory(username="tomas", first_name="Tomás", last_name="Oliveira"),
        "colleague": UserFactory(username="ada", first_name="Ada", last_name="Nowak"),
    }
    page = make_post(team, people["author"], "Which gate for the night shift?", purpose="ask")
    fill_thread(page, [UserFactory(), UserFactory()], roots=60, replies=1)
    make_comment(page, people["colleague"], "Since Monday it is the north gate.", shown_at=timezone.now())
    Visit.objects.create(article_id=page.pk, person=people["reader"], seen_at=timezone.now() - A_DAY)
    return people | {"page": page}


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_reader_finds_what_is_new_takes_part_and_hears_of_the_answer(enter, people, javascript):
    address = people["page"].address
    tomas = enter(people["reader"], javascript=javascript)
    post = Post(tomas).open(address)

    # What came since the last visit is further down than this page of the thread reaches.
    post.go_to_what_is_new()
    post.expect_new("Since Monday it is the north gate.")
    post.expect_in_sight("Since Monday it is the north gate.")
    post.order("Newest first")
    post.expect_first("Since Monday it is the north gate.")

    # He answers, looks at it before, thinks twice, and thinks better of that.
    post.reply(to="Since Monday it is", text="Also on Sundays?")
    post.expect_reply("Also on Sundays?", below="Since Monday it is")
    post.write("I ask because of the **key**.")
    post.preview("I ask because of the key.")
    post.send()
    post.edit("I ask because of the key.", becomes="I ask because of the spare key.")
    post.delete("I ask because of the spare key.")
    post.bring_back("I ask because of the spare key.")
    post.react("Since Monday it is", "Used this")
    post.expect_reaction("Since Monday it is", "Used this · 1", pressed=True)

    # Mia's question is answered with that.
    mia = enter(people["author"], javascript=javascript)
    asked = Post(mia).open(f"{address}?order=newest")
    asked.accept("Since Monday it is")
    asked.expect_answer_on_top("Since Monday it is the north gate.")
    asked.reply(to="Also on Sundays?", text="On Sundays from eight.")
    spread_word()

    # Tomás hears of it, and then wants to hear no more.
    Inbox(tomas).open().expect_word_of("Mia Brandt answered you", "On Sundays from eight.")
    Inbox(tomas).follow("On Sundays from eight.")
    post.expect_in_sight("On Sundays from eight.")
    post.open(address)
    post.expect_answer_on_top("Since Monday it is the north gate.")
    post.choose_stance("Follow", "Mute this page")
    post.expect_stance("Muted")
    post.choose_stance("Muted", "No longer muted")
    post.choose_stance("Follow", "Follow this page")
    post.expect_stance("Following")
