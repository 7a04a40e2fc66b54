"""Nobody is the judge of their own words: who keeps threads in order leaves those that they wrote to somebody else."""

import pytest

from conversations import moderating
from conversations.models import Comment, ModerationRecord, State
from conversations.moderating import flagging
from conversations.refusals import OwnWords
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, seen
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

QUEUE = "/admin/moderation/"


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


def editor_of(team):
    return join(team, "editor")


def lead_of(team):
    return join(team, "lead")


def administrator_of(team):
    return AdministratorFactory()


def held(page, writer):
    return make_comment(page, writer, "Mine", state=State.HELD)


def flagged(page, writer):
    comment = make_comment(page, writer, "Mine")
    flagging.flag(by=UserFactory(), comment=comment, reason="rude")
    return comment


def hidden_by_flags(page, writer):
    comment = make_comment(page, writer, "Mine")
    for _number in range(3):
        flagging.flag(by=UserFactory(), comment=comment, reason="rude")
    return comment


def hidden(page, writer):
    comment = make_comment(page, writer, "Mine")
    moderating.hide(by=join(page.team, "editor"), comment=comment, reason="It names a customer")
    return comment


every_decision = pytest.mark.parametrize(
    ("act", "make"), [("approve", held), ("keep", flagged), ("keep", hidden_by_flags), ("restore", hidden)]
)


def standing(comment):
    row = Comment.objects.get(pk=comment.pk)
    return row.state, row.flag_count, ModerationRecord.objects.filter(comment=comment).count()


@every_decision
@pytest.mark.parametrize("writer_of", [editor_of, lead_of, administrator_of])
def test_another_moderator_lets_out_what_a_moderator_wrote(as_person, team, page, act, make, writer_of):
    writer, another = writer_of(team), join(team, "editor")
    comment = make(page, writer)
    before = standing(comment)
    with pytest.raises(OwnWords):
        getattr(moderating, act)(by=writer, comment=comment, seen=seen(comment))
    answer = as_person(writer).post(f"/talk/{comment.pk}/{act}/", {"seen": seen(comment)}, follow=True)
    assert "another moderator decides" in answer.content.decode()
    assert standing(comment) == before
    assert getattr(moderating, act)(by=another, comment=comment, seen=seen(comment)) is not None


@every_decision
def test_the_queue_offers_a_moderator_no_verdict_on_their_own_words(as_person, team, page, act, make):
    writer, another = join(team, "editor"), join(team, "editor")
    comment = make(page, writer)
    before = standing(comment)
    address = f"{QUEUE}{act}/{comment.pk}/"
    list_of = f"{QUEUE}?state={'hidden' if act == 'restore' else 'waiting'}"
    assert address not in as_person(writer).get(list_of).content.decode()
    assert address in as_person(another).get(list_of).content.decode()
    client = as_person(writer)
    assert "another moderator decides" in client.post(address, {"seen": seen(comment)}, follow=True).content.decode()
    several = {"act": act, "pk": [comment.pk], f"seen-{comment.pk}": seen(comment), "reason": "Fine"}
    client.post(f"{QUEUE}bulk/", several, follow=True)
    assert standing(comment) == before


def test_what_somebody_else_decided_about_ones_words_is_not_undone_by_oneself(team, page):
    writer, another = join(team, "editor"), join(team, "editor")
    comment = make_comment(page, writer, "Mine")
    record = moderating.hide(by=another, comment=comment, reason="It names a customer")
    with pytest.raises(OwnWords):
        moderating.undo(by=writer, record=record)
    assert Comment.objects.get(pk=comment.pk).state == State.HIDDEN
    moderating.undo(by=another, record=record)
    assert Comment.objects.get(pk=comment.pk).state == State.PUBLIC


def test_who_hid_their_own_words_may_think_again(team, page):
    writer = join(team, "editor")
    comment = make_comment(page, writer, "Mine")
    moderating.undo(by=writer, record=moderating.hide(by=writer, comment=comment, reason="Too early"))
    assert Comment.objects.get(pk=comment.pk).state == State.PUBLIC
