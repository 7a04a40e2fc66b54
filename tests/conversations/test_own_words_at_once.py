"""One's own words at the same moment as somebody else's act: each waits for the other, and both are accounted for."""

import pytest

from conversations import moderating
from conversations.models import Comment, ModerationRecord, Settlement, State
from conversations.outcomes import settling
from conversations.refusals import CannotReply, CannotSettle, Stale, TooLate
from conversations.writing import deleting, editing, own_words
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import write
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .test_at_once import ROUNDS, assert_true_to_its_rows, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


def again(comment) -> Comment:
    return Comment.objects.select_related("page__team", "user").get(pk=comment.pk)


def edits(comment, by, text):
    seen = editing.version_of(comment)
    return lambda: editing.edit(by=by, comment=again(comment), text=text, seen=seen).comment


def test_two_edits_of_the_same_words_one_is_taken_and_the_other_shown_it(page, reader):
    for number in range(ROUNDS):
        comment = write(page, reader, f"Round {number}", key=f"round-{number:04}")
        editing_now = [edits(comment, reader, f"{number} from tab {tab}") for tab in range(3)]
        results = together(*editing_now)
        taken = [result for result in results if isinstance(result, str)]
        assert len(taken) == 1, results
        assert [type(result) for result in results].count(Stale) == 2, results
        assert again(comment).comment == taken[0]
        assert [version.text for version in comment.versions.all()] == [f"Round {number}"]


def test_an_edit_and_a_hiding_end_hidden_with_the_words_that_were_taken(team, page, reader):
    editor = join(team, "editor")
    for number in range(ROUNDS):
        comment = write(page, reader, f"Round {number}", key=f"round-{number:04}")
        edited, hidden = together(
            edits(comment, reader, f"Other {number}"),
            lambda comment=comment: moderating.hide(by=editor, comment=comment, reason="Rude"),
        )
        row = again(comment)
        assert hidden is not None
        assert row.state == State.HIDDEN
        assert row.mended_at is None
        assert isinstance(edited, str | Stale), edited
        assert row.comment == (edited if isinstance(edited, str) else f"Round {number}")
        assert_true_to_its_rows(page)


def test_a_deletion_and_an_answer_leave_a_line_or_no_answer(page, reader):
    people = [UserFactory(), UserFactory()]
    for number in range(ROUNDS):
        comment = write(page, reader, f"Round {number}", key=f"round-{number:04}")
        deleted, *answers = together(
            lambda comment=comment: deleting.delete(by=reader, comment=comment),
            *[
                lambda comment=comment, by=by, number=number: write(
                    page, by, "Answer", reply_to=comment.pk, key=f"answer-{number:04}"
                )
                for by in people
            ],
        )
        assert deleted is True
        assert all(isinstance(answer, Comment | CannotReply) for answer in answers), answers
        below = Comment.objects.filter(parent_id=comment.pk).exclude(pk=comment.pk).count()
        assert below == sum(isinstance(answer, Comment) for answer in answers)
        assert_true_to_its_rows(page)


def test_a_deletion_and_an_edit_end_deleted(page, reader):
    for number in range(ROUNDS):
        comment = write(page, reader, f"Round {number}", key=f"round-{number:04}")
        edited, deleted = together(
            edits(comment, reader, f"Other {number}"),
            lambda comment=comment: deleting.delete(by=reader, comment=comment),
        )
        assert deleted is True
        assert isinstance(edited, str | TooLate), edited
        assert again(comment).state == State.DELETED
        assert Article.objects.get(pk=page.pk).comment_count == 0


def test_a_hiding_and_a_deletion_end_deleted_and_never_come_back_shown(team, page, reader):
    editor = join(team, "editor")
    for number in range(ROUNDS):
        comment = write(page, reader, f"Round {number}", key=f"round-{number:04}")
        hidden, deleted = together(
            lambda comment=comment: moderating.hide(by=editor, comment=comment, reason="Rude"),
            lambda comment=comment: deleting.delete(by=reader, comment=comment),
        )
        assert deleted is True
        assert again(comment).state == State.DELETED
        assert own_words.may_bring_back(reader, again(comment))
        deleting.bring_back(by=reader, comment=again(comment))
        assert again(comment).state == (State.HIDDEN if hidden else State.PUBLIC)


def test_an_answer_accepted_while_it_is_deleted_counts_no_more(team, reader):
    author = join(team, "author")
    for number in range(ROUNDS):
        page = make_post(team, author, purpose="ask")
        comment = write(page, reader, f"Round {number}", key=f"round-{number:04}")
        accepted, deleted = together(
            lambda comment=comment: settling.accept(by=author, comment=comment),
            lambda comment=comment: deleting.delete(by=reader, comment=comment),
        )
        assert deleted is True
        assert isinstance(accepted, Settlement | CannotSettle), accepted
        article = Article.objects.get(pk=page.pk)
        assert (article.settled_at, article.settled_words) == (None, "")
        assert not Settlement.objects.counting().filter(article_id=page.pk).exists()
        done = list(ModerationRecord.objects.filter(page_id=page.pk).order_by("pk").values_list("action", flat=True))
        assert done == (["accept", "withdraw"] if isinstance(accepted, Settlement) else [])
        assert_true_to_its_rows(page)
