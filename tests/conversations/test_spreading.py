"""Word of a comment is spread in the background: told once, never lost, and with the words of that moment."""

import pytest

from conversations import moderating
from conversations.models import Comment, State
from conversations.moderating import flagging
from conversations.telling import told
from conversations.telling.spreading import WORD
from conversations.writing import deleting, editing
from conversations.writing.posting import post_comment
from core import effects
from core.models import Effect
from notifications import fan_out, following
from notifications.models import Notification
from notifications.subjects import PAGE, Subject
from tests.factories.blog import make_post
from tests.factories.conversations import say, seen, spread_word
from tests.factories.notifications import tell_followers
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

SLIP = "The customer is Quittenholm"


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def page(team, author):
    return make_post(team, author, "Faster research")


@pytest.fixture
def comment(page, reader):
    """Written a moment ago: nobody has heard of it yet."""
    return post_comment(by=reader, page=page, text="What I know.", client_key="form-00000001")


def heard(person, kind=told.ON_PAGE):
    return Notification.objects.filter(person=person, kind=kind).count()


def deleted_and_brought_back(comment, editor):
    deleting.delete(by=comment.user, comment=comment)
    yield
    deleting.bring_back(by=comment.user, comment=comment)


def hidden_and_undone(comment, editor):
    record = moderating.hide(by=editor, comment=comment, reason="Rude")
    yield
    moderating.undo(by=editor, record=record)


def hidden_by_flags_and_kept(comment, editor):
    for person in UserFactory.create_batch(3):
        flagging.flag(by=person, comment=comment, reason="rude")
    yield
    moderating.keep(by=editor, comment=comment, seen=seen(comment))


def hidden_and_shown_again(comment, editor):
    moderating.hide(by=editor, comment=comment, reason="Rude")
    yield
    moderating.restore(by=editor, comment=comment, seen=seen(comment))


WAYS = [deleted_and_brought_back, hidden_and_undone, hidden_by_flags_and_kept, hidden_and_shown_again]


@pytest.mark.parametrize("away_and_back", WAYS)
def test_what_was_out_of_sight_when_its_word_was_due_is_told_once_it_is_back(author, editor, comment, away_and_back):
    steps = away_and_back(comment, editor)
    next(steps)
    spread_word()
    assert heard(author) == 0
    assert next(steps, None) is None
    assert Comment.objects.get().state == State.PUBLIC
    spread_word()
    assert heard(author) == 1


@pytest.mark.parametrize("away_and_back", WAYS)
def test_what_was_told_already_is_not_told_again(author, editor, comment, away_and_back):
    spread_word()
    for _step in away_and_back(comment, editor):
        spread_word()
    spread_word()
    assert heard(author) == 1


def test_what_changes_while_it_is_spread_is_told_as_it_is_by_then(author, comment, monkeypatch):
    """The one who is named first is told; then the comment is edited, and the page's author hears the other words."""
    read = told.named_in

    def edited_after_that(row):
        people = list(read(row))
        now = Comment.objects.get()
        editing.edit(by=now.user, comment=now, text="Said better.", seen=editing.version_of(now))
        return read(row).filter(pk__in=[person.pk for person in people])

    monkeypatch.setattr(told, "named_in", edited_after_that)
    effects.perform.func(Effect.objects.get(kind=WORD).pk)
    assert Notification.objects.get(person=author).data["words"] == "Said better."


def test_what_is_deleted_while_it_is_spread_is_told_to_nobody_else(author, comment, monkeypatch):
    read = told.named_in

    def deleted_after_that(row):
        deleting.delete(by=row.user, comment=row)
        return read(row)

    monkeypatch.setattr(told, "named_in", deleted_after_that)
    spread_word()
    assert heard(author) == 0


def test_followers_are_told_what_it_says_by_then(page, reader):
    follower = UserFactory()
    following.follow(person=follower, subject=Subject(PAGE, page.pk))
    comment = say(page, reader, SLIP)
    editing.edit(by=reader, comment=comment, text="The customer is large", seen=editing.version_of(comment))
    tell_followers()
    row = Notification.objects.get(person=follower)
    assert row.data["words"] == "The customer is large"


def test_what_waits_to_be_told_to_followers_holds_no_words(page, reader):
    """It is kept for months, and what was deleted is to be gone by then."""
    follower = UserFactory()
    following.follow(person=follower, subject=Subject(PAGE, page.pk))
    comment = say(page, reader, SLIP)
    assert "Quittenholm" not in str(Effect.objects.get(kind=fan_out.ROUND).payload)
    deleting.delete(by=reader, comment=comment)
    Comment.objects.filter(pk=comment.pk).update(comment="", html="")
    tell_followers()
    assert Notification.objects.get(person=follower).data["words"] == ""


def test_what_a_moderator_was_told_of_flags_still_says_so_once_it_is_mended(comment, editor):
    for person in UserFactory.create_batch(3):
        flagging.flag(by=person, comment=comment, reason="rude")
    now = Comment.objects.get()
    editing.edit(by=now.user, comment=now, text="Said better.", seen=editing.version_of(now))
    said = Notification.objects.filter(person=editor, kind=told.HELD).order_by("pk").values_list("data__why", flat=True)
    assert list(said) == ["flagged", "mended"]
