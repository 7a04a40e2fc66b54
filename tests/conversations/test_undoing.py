"""What a moderator did can be undone, once, and as long as nothing later happened to the same thing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from conversations import bans, moderating
from conversations.models import Ban, Comment, Flag, ModerationRecord, State
from conversations.moderating import flagging
from conversations.refusals import TooLate
from conversations.telling import told, verdicts
from notifications import kinds
from notifications.models import Notification
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, seen
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

from .invariants import assert_true_to_its_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def editor(team):
    return join(team, "editor", UserFactory(first_name="Ana", last_name="Acosta"))


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


STANDING = ("state", "is_public", "is_removed", "hidden_by_id", "hidden_at", "hidden_reason", "is_hidden_by_flags",
            "flag_count", "shown_at", "locked_at", "locked_reason", "page_id", "order", "level", "thread_id",
            "parent_id", "nested_count")  # fmt: skip


def standing(comment):
    return Comment.objects.values(*STANDING).get(pk=comment.pk)


def last_word_to(person):
    row = Notification.objects.filter(person=person).select_related("page", "actor").latest("pk")
    return kinds.kind_named(row.kind).sentence(row)


def approved(page, reader, editor):
    comment = make_comment(page, reader, state=State.HELD, is_public=False)
    return comment, lambda: moderating.approve(by=editor, comment=comment, seen=seen(comment))


def hidden(page, reader, editor):
    comment = make_comment(page, reader)
    return comment, lambda: moderating.hide(by=editor, comment=comment, reason="Rude")


def restored(page, reader, editor):
    comment = make_comment(page, reader)
    moderating.hide(by=editor, comment=comment, reason="Rude")
    return comment, lambda: moderating.restore(by=editor, comment=comment, seen=seen(comment))


def kept(page, reader, editor):
    comment = make_comment(page, reader)
    for _number in range(3):
        flagging.flag(by=UserFactory(), comment=comment, reason="rude")
    return comment, lambda: moderating.keep(by=editor, comment=comment, seen=seen(comment))


def locked(page, reader, editor):
    comment = make_comment(page, reader)
    make_comment(page, reader, reply_to=comment)
    return comment, lambda: moderating.lock(by=editor, comment=comment, reason="Enough")


def unlocked(page, reader, editor):
    comment, lock = locked(page, reader, editor)
    lock()
    return comment, lambda: moderating.unlock(by=editor, comment=comment)


def moved(page, reader, editor):
    root = make_comment(page, reader)
    comment = make_comment(page, reader, reply_to=root)
    make_comment(page, reader, reply_to=Comment.objects.get(pk=comment.pk))
    make_comment(page, reader, reply_to=Comment.objects.get(pk=root.pk))
    to = Article.objects.get(pk=make_post(page.team, page.owner, "Elsewhere").pk)
    return comment, lambda: moderating.move(by=editor, comment=comment, to=to, reason="It belongs there.")


COMMENT_ACTS = [approved, hidden, restored, kept, locked, unlocked, moved]


@pytest.mark.parametrize("made", COMMENT_ACTS, ids=lambda made: made.__name__)
def test_undone_everything_stands_as_before(page, reader, editor, made):
    _comment, act = made(page, reader, editor)
    rows = {row.pk: standing(row) for row in Comment.objects.all()}
    counts = Article.objects.values_list("comment_count", "held_count").get(pk=page.pk)
    record = act()
    undoing = moderating.undo(by=editor, record=record)
    after = {pk: standing(Comment(pk=pk)) for pk in rows}
    if made is moved:  # it is new again to whoever comes back
        for each in (*rows.values(), *after.values()):
            each.pop("shown_at")
    assert after == rows
    assert Article.objects.values_list("comment_count", "held_count").get(pk=page.pk) == counts
    assert (undoing.undoes, undoing.action, undoing.by) == (record, record.action, editor)
    assert_true_to_its_rows(page)
    with pytest.raises(TooLate, match="taken this back"):
        moderating.undo(by=editor, record=record)


@pytest.mark.parametrize("made", COMMENT_ACTS, ids=lambda made: made.__name__)
def test_only_who_could_have_done_it_undoes_it(page, reader, editor, made):
    _comment, act = made(page, reader, editor)
    record = act()
    for person in (reader, page.owner, join(make_team(), "lead")):
        with pytest.raises(PermissionDenied):
            moderating.undo(by=person, record=record)
    assert moderating.undo(by=AdministratorFactory(), record=record)


def test_what_was_decided_again_since_is_not_undone(as_person, page, reader, editor):
    comment = make_comment(page, reader)
    record = moderating.hide(by=editor, comment=comment, reason="Rude")
    moderating.restore(by=editor, comment=comment, seen=seen(comment))
    answer = as_person(editor).post(f"/moderation/undo/{record.pk}/")
    assert answer.status_code == 409
    assert "Something happened since: shown again, by Ana Acosta" in answer.content.decode()
    assert Comment.objects.get().state == State.PUBLIC


def test_what_its_author_deleted_since_is_not_shown_by_undoing(page, reader, editor):
    comment = make_comment(page, reader)
    record = moderating.hide(by=editor, comment=comment, reason="Rude")
    Comment.objects.filter(pk=comment.pk).update(state=State.DELETED)
    with pytest.raises(TooLate):
        moderating.undo(by=editor, record=record)


def test_a_lock_does_not_stand_in_the_way_of_undoing_a_decision(page, reader, editor):
    comment = make_comment(page, reader)
    record = moderating.hide(by=editor, comment=comment, reason="Rude")
    moderating.lock(by=editor, comment=comment, reason="Enough")
    assert moderating.undo(by=editor, record=record)
    assert Comment.objects.get().locked_reason == "Enough"


def test_an_undoing_is_not_undone(page, reader, editor):
    comment = make_comment(page, reader)
    undoing = moderating.undo(by=editor, record=moderating.hide(by=editor, comment=comment, reason="Rude"))
    with pytest.raises(TooLate):
        moderating.undo(by=editor, record=undoing)


def test_flags_are_open_again_and_their_people_are_told(page, reader, editor):
    comment = make_comment(page, reader)
    flags = [flagging.flag(by=UserFactory(), comment=comment, reason="rude") for _ in range(3)]
    record = moderating.keep(by=editor, comment=comment, seen=seen(comment))
    moderating.undo(by=editor, record=record)
    assert set(Flag.objects.values_list("state", "record")) == {("open", None)}
    assert "looked at again" in last_word_to(flags[0].person)
    assert "was hidden" in last_word_to(reader)
    assert Comment.objects.waiting().get() == comment


def test_the_author_hears_how_it_stands_now(page, reader, editor):
    comment = make_comment(page, reader)
    moderating.undo(by=editor, record=moderating.hide(by=editor, comment=comment, reason="Rude"))
    assert "is shown again" in last_word_to(reader)
    held = make_comment(page, reader, state=State.HELD)
    moderating.undo(by=editor, record=moderating.approve(by=editor, comment=held, seen=seen(held)))
    assert "waits for a moderator again" in last_word_to(reader)
    assert Notification.objects.filter(person=reader, kind=told.DECISION).count() == 4


def test_a_ban_and_its_lifting_are_undone(team, reader, editor):
    until = timezone.now() + timedelta(days=7)
    record = moderating.ban(by=editor, person=reader, team=team, until=until, reason="Rude")
    moderating.undo(by=editor, record=record)
    assert bans.in_force(reader, team) is None
    assert "may write" in last_word_to(reader)
    moderating.ban(by=editor, person=reader, team=team, until=until, reason="Rude")
    lifted = moderating.lift(by=editor, ban=Ban.objects.latest("pk"))
    moderating.undo(by=editor, record=lifted)
    assert bans.in_force(reader, team) is not None
    assert Notification.objects.filter(person=reader, kind=verdicts.BAN).count() == 5


def test_a_replaced_ban_is_back_when_the_new_one_is_undone(team, reader, editor):
    soon, later = (timezone.now() + timedelta(days=days) for days in (1, 30))
    moderating.ban(by=editor, person=reader, team=team, until=soon, reason="Rude")
    record = moderating.ban(by=editor, person=reader, team=team, until=later, reason="Ruder")
    assert bans.in_force(reader, team).until == later
    moderating.undo(by=editor, record=record)
    assert bans.in_force(reader, team).until == soon


def test_closing_and_opening_are_undone(page, editor):
    article = Article.objects.get(pk=page.pk)
    closed = moderating.close(by=editor, page=article, reason="Settled")
    moderating.undo(by=editor, record=closed)
    assert Article.objects.get(pk=page.pk).talk_closes_at is None
    moderating.close(by=editor, page=article, reason="Settled")
    opened = moderating.reopen(by=editor, page=article)
    moderating.undo(by=editor, record=opened)
    stands = Article.objects.get(pk=page.pk)
    assert stands.talk_closed_reason == "Settled"
    assert stands.talk_closes_at is not None


def test_the_message_after_an_act_leads_to_its_undoing(as_person, page, reader, editor):
    comment = make_comment(page, reader)
    client = as_person(editor)
    text = client.post(f"/talk/{comment.pk}/hide/", {"reason": "Rude"}, follow=True).content.decode()
    record = ModerationRecord.objects.get()
    assert f'href="/moderation/undo/{record.pk}/"' in text
    assert client.get(f"/moderation/undo/{record.pk}/").status_code == 200
    assert Comment.objects.get().state == State.HIDDEN
    client.post(f"/moderation/undo/{record.pk}/")
    assert Comment.objects.get().state == State.PUBLIC
    for person in (reader, page.owner):
        assert as_person(person).post(f"/moderation/undo/{record.pk}/").status_code == 404


def test_whoever_comes_second_hears_who_was_faster(as_person, page, reader, editor, team):
    comment = make_comment(page, reader, state=State.HELD)
    second = join(team, "lead")
    moderating.hide(by=editor, comment=comment, reason="Rude")
    text = as_person(second).post(f"/talk/{comment.pk}/hide/", {"reason": "Mine"}, follow=True).content.decode()
    assert "Ana Acosta was here before you: hidden, because “Rude”." in text
    assert ModerationRecord.objects.count() == 1
    text = as_person(second).post(f"/admin/moderation/approve/{comment.pk}/", follow=True).content.decode()
    assert "Ana Acosta was here before you" in text
    assert Comment.objects.get().state == State.HIDDEN
