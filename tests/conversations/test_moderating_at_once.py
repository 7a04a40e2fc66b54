"""Moderators, readers and writers at the same moment: one thing comes after the other, on either database."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conversations import moderating
from conversations.models import Comment, Flag, ModerationRecord, Reaction, State
from conversations.moderating import flagging
from conversations.reading.reactions import react
from conversations.refusals import CannotFlag, CannotReact, CannotReply, Elsewhere, Stale, ThreadClosed, TooLate
from conversations.writing import editing
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, seen, write
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .invariants import assert_true_to_its_rows
from .test_at_once import ROUNDS, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


def fresh(comment):
    return Comment.objects.select_related("page__team", "user").get(pk=comment.pk)


def test_eight_people_flagging_at_once_hide_it_once(page, reader):
    for _round in range(ROUNDS):
        comment = make_comment(page, reader)
        people = [UserFactory() for _ in range(8)]
        results = together(
            *[
                lambda person=person, comment=comment: flagging.flag(by=person, comment=comment, reason="rude")
                for person in people
            ]
        )
        flags = [result for result in results if isinstance(result, Flag)]
        assert len(flags) == 3, results
        assert {type(result) for result in results} == {Flag, CannotFlag}, results
        row = fresh(comment)
        assert (row.state, row.flag_count) == (State.HIDDEN, 3)
        assert ModerationRecord.objects.filter(comment=comment, action="flagged").count() == 1
        assert_true_to_its_rows(page)


def test_of_two_moderators_at_once_one_decides_and_the_other_hears_it(team, page, reader):
    people = [join(team, "editor"), join(team, "lead")]
    for _round in range(ROUNDS):
        comment = make_comment(page, reader, state=State.HELD)
        results = together(
            *[lambda by=by, row=comment: moderating.approve(by=by, comment=row, seen=seen(row)) for by in people]
        )
        assert not any(isinstance(result, Exception) for result in results), results
        (record,) = [result for result in results if result is not None]
        assert moderating.last_word(comment).startswith(record.by.display_name)
        assert ModerationRecord.objects.filter(comment=comment).count() == 1


def test_an_edit_against_an_approval_never_lets_out_words_that_nobody_read(reader):
    team = make_team("Harbour", comment_policy="held")
    page = make_post(team, join(team, "author"))
    editor = join(team, "editor")
    for number in range(ROUNDS):
        comment = make_comment(page, reader, "Harmless", state=State.HELD)
        read, opened = seen(comment), editing.version_of(comment)
        approved, edited = together(
            lambda row=comment, read=read: moderating.approve(by=editor, comment=row, seen=read),
            lambda row=comment, opened=opened, text=f"Worse {number}": editing.edit(
                by=reader, comment=row, text=text, seen=opened
            ),
        )
        assert isinstance(approved, ModerationRecord | Stale), approved
        assert isinstance(edited, Comment), edited
        row = fresh(comment)
        assert (row.state, row.comment) == (State.HELD, f"Worse {number}")
        assert_true_to_its_rows(page)


def test_one_act_is_undone_once_by_two_at_once(team, page, reader):
    people = [join(team, "editor"), join(team, "lead")]
    for _round in range(ROUNDS):
        comment = make_comment(page, reader)
        record = moderating.hide(by=people[0], comment=comment, reason="Rude")
        results = together(*[lambda by=by, record=record: moderating.undo(by=by, record=record) for by in people])
        assert {type(result) for result in results} == {ModerationRecord, TooLate}, results
        assert fresh(comment).state == State.PUBLIC
        assert_true_to_its_rows(page)


def test_an_answer_against_a_lock_is_there_before_it_or_refused(team, page, reader):
    editor = join(team, "editor")
    for number in range(ROUNDS):
        comment = make_comment(page, reader)
        locked, answer = together(
            lambda row=comment: moderating.lock(by=editor, comment=row, reason="Enough"),
            lambda row=comment, number=number: write(page, UserFactory(), reply_to=row.pk, key=f"round-{number:04}"),
        )
        assert isinstance(locked, ModerationRecord), locked
        assert isinstance(answer, Comment | CannotReply), answer
        if isinstance(answer, Comment):
            assert fresh(answer).locked_at is not None
        assert_true_to_its_rows(page)


def test_an_answer_against_a_move_goes_along_or_is_refused(team, page, reader):
    editor = join(team, "editor")
    other = make_post(team, join(team, "author"))
    to = Article.objects.get(pk=other.pk)
    for number in range(ROUNDS):
        root = make_comment(page, reader)
        comment = make_comment(page, reader, reply_to=root)
        moved, answer = together(
            lambda row=comment: moderating.move(by=editor, comment=row, to=to, reason="There"),
            lambda row=comment, number=number: write(page, UserFactory(), reply_to=row.pk, key=f"round-{number:04}"),
        )
        assert isinstance(moved, ModerationRecord), moved
        assert isinstance(answer, Comment | CannotReply), answer
        if isinstance(answer, Comment):
            assert fresh(answer).page_id == other.pk
        for each in (page, other):
            assert_true_to_its_rows(each)


def test_moves_in_opposite_directions_never_wait_in_a_circle(team, page, reader):
    editor = join(team, "editor")
    other = make_post(team, join(team, "author"))
    here, there = (Article.objects.get(pk=each.pk) for each in (page, other))
    for _round in range(ROUNDS):
        one, two = make_comment(page, reader), make_comment(other, reader)
        results = together(
            lambda row=one: moderating.move(by=editor, comment=row, to=there, reason="There"),
            lambda row=two: moderating.move(by=editor, comment=row, to=here, reason="Here"),
            lambda row=one: moderating.hide(by=editor, comment=row, reason="Rude"),
        )
        assert all(isinstance(result, ModerationRecord) for result in results[:2]), results
        assert isinstance(results[2], ModerationRecord | Elsewhere), results
        for each in (page, other):
            assert_true_to_its_rows(each)


def test_a_comment_against_the_closing_stands_before_the_last_words_or_is_refused(team, reader):
    editor = join(team, "editor")
    for number in range(ROUNDS):
        page = make_post(team, join(team, "author"))
        closed, written = together(
            lambda page=page: moderating.close(
                by=editor, page=Article.objects.get(pk=page.pk), reason="Enough", last_words="Thank you all"
            ),
            lambda page=page, number=number: write(page, reader, key=f"round-{number:04}"),
        )
        assert isinstance(closed, ModerationRecord), closed
        assert isinstance(written, Comment | ThreadClosed), written
        article = Article.objects.get(pk=page.pk)
        if isinstance(written, Comment):
            assert written.submit_date < article.talk_closes_at
            assert written.pk < closed.comment_id
        assert article.comment_count == 1 + isinstance(written, Comment)
        with pytest.raises(ThreadClosed):
            write(page, reader, key=f"afterwards-{number:04}")
        assert_true_to_its_rows(page)


def test_a_comment_against_a_ban_is_there_before_it_or_refused(page, team):
    editor = join(team, "editor")
    for number in range(ROUNDS):
        person = UserFactory()
        banned, *written = together(
            lambda person=person: moderating.ban(
                by=editor, person=person, team=team, until=timezone.now() + timedelta(days=3), reason="Rude"
            ),
            *[
                lambda person=person, number=number, form=form: write(page, person, key=f"round-{number:04}-{form}")
                for form in range(2)
            ],
        )
        assert isinstance(banned, ModerationRecord), banned
        assert all(isinstance(result, Comment | ThreadClosed) for result in written), written
        taken = [result for result in written if isinstance(result, Comment)]
        assert Comment.objects.filter(user=person).count() == len(taken)
        with pytest.raises(ThreadClosed):
            write(page, person, key=f"afterwards-{number:04}")
        assert_true_to_its_rows(page)


def test_reactions_against_a_hiding_are_counted_or_refused(team, page, reader):
    editor = join(team, "editor")
    people = [UserFactory() for _ in range(3)]
    for _round in range(ROUNDS):
        comment = make_comment(page, reader)
        hidden, *reacted = together(
            lambda row=comment: moderating.hide(by=editor, comment=row, reason="Rude"),
            *[
                lambda row=comment, person=person: react(by=person, comment=row, kind=Reaction.Kind.THANKS, on=True)
                for person in people
            ],
        )
        assert isinstance(hidden, ModerationRecord), hidden
        assert all(result is True or isinstance(result, CannotReact) for result in reacted), reacted
        row = fresh(comment)
        assert row.state == State.HIDDEN
        assert row.thanks_count == Reaction.objects.filter(comment=comment).count() == reacted.count(True)
        assert_true_to_its_rows(page)


def test_the_last_flag_against_keeping_is_declined_with_the_others_or_waits_anew(team, page, reader):
    editor = join(team, "editor")
    for _round in range(ROUNDS):
        comment = make_comment(page, reader)
        for _number in range(2):
            flagging.flag(by=UserFactory(), comment=comment, reason="rude")
        read, person = seen(comment), UserFactory()
        kept, flag = together(
            lambda row=comment, read=read: moderating.keep(by=editor, comment=row, seen=read),
            lambda row=comment, person=person: flagging.flag(by=person, comment=row, reason="wrong"),
        )
        assert isinstance(kept, ModerationRecord), kept
        assert isinstance(flag, Flag), flag
        row = fresh(comment)
        states = list(Flag.objects.filter(comment=comment).order_by("pk").values_list("state", flat=True))
        was_first = ModerationRecord.objects.filter(comment=comment, action="flagged").exists()
        assert states == ["declined", "declined", "declined" if was_first else "open"]
        assert (row.state, row.is_hidden_by_flags) == (State.PUBLIC, False)
        assert row.flag_count == states.count("open")
        assert_true_to_its_rows(page)
