"""A long conversation at the keyboard and with the mouse: jumping, folding, reacting, being seen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conversations.models import Comment, Reaction, Visit
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .pages import Post

pytestmark = pytest.mark.django_db(transaction=True)

A_DAY = timedelta(days=1)


@pytest.fixture
def colleague():
    return UserFactory(username="salma", first_name="Salma", last_name="Rahimi")


@pytest.fixture
def page():
    team = make_team("Platform")
    return make_post(team, join(team, "author"), "Faster research")


def came(page, by, text, days_ago, reply_to=None):
    moment = timezone.now() - days_ago * A_DAY
    answered = Comment.objects.get(pk=reply_to.pk) if reply_to else None
    comment = make_comment(page, by, text, reply_to=answered, submit_date=moment, shown_at=moment)
    Article.objects.filter(pk=page.pk).update(last_activity=moment)
    return comment


def test_the_keyboard_goes_from_one_new_comment_to_the_next_and_opens_what_is_folded(enter, page, colleague):
    reader = UserFactory()
    Visit.objects.create(article_id=page.pk, person=reader, seen_at=timezone.now() - 3 * A_DAY)
    first = came(page, colleague, "Known to all", 9)
    came(page, colleague, "New below it", 2, reply_to=first)
    for number in range(12):
        came(page, colleague, f"Also known {number}", 5)
    came(page, colleague, "New at the end", 1)
    tomas = enter(reader)
    post = Post(tomas).open(page.address)
    post.fold("Known to all")
    post.expect_words("New below it", visible=False)
    post.press("n")
    post.expect_to_stand_at("New below it")
    post.press("n")
    post.expect_to_stand_at("New at the end")
    post.press("n")
    post.expect_to_stand_at("New below it")
    post.press("p")
    post.expect_to_stand_at("New at the end")


def test_a_thread_whose_end_was_read_is_seen(enter, page, colleague):
    reader = UserFactory()
    Visit.objects.create(article_id=page.pk, person=reader, seen_at=timezone.now() - 3 * A_DAY)
    came(page, colleague, "New", 1)
    tomas = enter(reader)
    post = Post(tomas).open(page.address)
    with tomas.page.expect_response(lambda answer: answer.url.endswith("/seen/")) as told:
        post.thread.get_by_label("Your comment").scroll_into_view_if_needed()
    assert told.value.status == 204
    assert Visit.objects.get().seen_at > timezone.now() - A_DAY


def test_a_reaction_answers_in_place_and_keeps_the_keyboard_where_it_was(enter, page, colleague):
    came(page, colleague, "Try the north gate", 1)
    tomas = enter(UserFactory(first_name="Tomas", last_name="Oliveira"))
    post = Post(tomas).open(page.address)
    post.react("Try the north gate", "Thanks")
    post.expect_reaction("Try the north gate", "Thanks · 1", pressed=True)
    post.expect_names("Try the north gate", "Tomas Oliveira")
    post.reaction("Try the north gate", "Thanks").press("Enter")
    post.expect_reaction("Try the north gate", "Thanks", pressed=False)
    assert not Reaction.objects.exists()


def test_without_script_reacting_and_folding_work_as_well(enter, page, colleague):
    first = came(page, colleague, "Try the north gate", 2)
    came(page, colleague, "It has a ramp", 1, reply_to=first)
    tomas = enter(UserFactory(first_name="Tomas", last_name="Oliveira"), javascript=False)
    post = Post(tomas).open(page.address)
    post.fold("Try the north gate")
    post.expect_words("It has a ramp", visible=False)
    post.react("Try the north gate", "Used this")
    post.expect_reaction("Try the north gate", "Used this · 1", pressed=True)
    post.expect_words("It has a ramp")
