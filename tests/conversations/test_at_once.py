"""Many people writing at the same moment: nothing is lost, doubled or misplaced, on either database."""

import os
import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection, connections
from django.utils import timezone

from conversations import moderating
from conversations.models import Comment, ModerationRecord, Reaction, Settlement, State, Visit
from conversations.outcomes import settling
from conversations.reading import reactions, visits
from conversations.refusals import AlreadyUsed
from notifications.models import Notification
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, seen, spread_word, write
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .invariants import assert_true_to_its_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried")]

# ROUNDS=200 AT_ONCE=8 is what the house is built for, and takes some minutes.
AT_ONCE = int(os.environ.get("AT_ONCE", "4"))
ROUNDS = int(os.environ.get("ROUNDS", "6"))


def together(*jobs):
    """Run the jobs at the same moment, each with its own connection, and give back what each returned."""
    barrier = threading.Barrier(len(jobs))
    results = [None] * len(jobs)

    def run(place, job):
        try:
            close_old_connections()
            barrier.wait(timeout=20)
            results[place] = job()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=60)
    return results


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


def test_replies_to_the_same_comment_at_once_each_get_a_place(page):
    people = [UserFactory() for _ in range(AT_ONCE)]
    asker = UserFactory()
    root = make_comment(page, asker)
    middle = make_comment(page, asker, reply_to=root)
    make_comment(page, asker, reply_to=Comment.objects.get(pk=root.pk))
    for number in range(ROUNDS):
        answered = (root, middle)[number % 2]
        jobs = [
            lambda person=person, number=number, answered=answered: write(
                page, person, f"Round {number}", reply_to=answered.pk, key=f"round-{number:04}"
            )
            for person in people
        ]
        results = together(*jobs)
        assert all(isinstance(result, Comment) for result in results), results
    assert Comment.objects.count() == 3 + AT_ONCE * ROUNDS
    assert_true_to_its_rows(page)
    article = Article.objects.get(pk=page.pk)
    assert article.thread_version == 3 + AT_ONCE * ROUNDS


def test_the_same_form_four_times_at_once_is_one_comment(page, reader):
    for number in range(ROUNDS):
        key = f"the-form-{number:04}"
        results = together(*[lambda key=key: write(page, reader, key, key=key).pk for _ in range(AT_ONCE)])
        assert len(set(results)) == 1, results
        assert isinstance(results[0], int), results
    assert Comment.objects.count() == ROUNDS
    spread_word()
    assert Notification.objects.count() == ROUNDS
    assert_true_to_its_rows(page)


def test_the_same_form_under_two_pages_at_once_is_one_comment(team, page, reader):
    other = make_post(team, join(team, "author"))
    for number in range(ROUNDS):
        key = f"the-form-{number:04}"
        results = together(*[lambda where=where, key=key: write(where, reader, key=key) for where in (page, other)])
        kinds = {type(result) for result in results}
        assert kinds == {Comment, AlreadyUsed}, results
    assert Comment.objects.count() == ROUNDS
    for each in (page, other):
        assert_true_to_its_rows(each)


def test_opposite_decisions_at_once_leave_one_state_and_true_counts(team, page, reader):
    first, second = join(team, "editor"), join(team, "lead")
    for _number in range(ROUNDS):
        comment = make_comment(page, reader, state=State.HELD)
        results = together(
            lambda comment=comment: moderating.approve(by=first, comment=comment, seen=seen(comment)),
            lambda comment=comment: moderating.hide(by=second, comment=comment, reason="Rude"),
            lambda comment=comment: moderating.approve(by=second, comment=comment, seen=seen(comment)),
        )
        assert not any(isinstance(result, Exception) for result in results), results
        comment.refresh_from_db()
        assert comment.state == State.HIDDEN or results[1] is not None
        done = [result for result in results if result is not None]
        assert ModerationRecord.objects.filter(comment=comment).count() == len(done)
        assert_true_to_its_rows(page)


def test_people_who_answer_each_other_on_many_pages_never_wait_in_a_circle(team):
    people = [join(team, "author") for _ in range(AT_ONCE)]
    pages = [make_post(team, person) for person in people]
    for number in range(ROUNDS):
        jobs = [
            lambda where=where, person=person, number=number: write(where, person, key=f"round-{number:04}")
            for where, person in zip(pages, [*people[1:], people[0]], strict=True)
        ]
        results = together(*jobs)
        assert all(isinstance(result, Comment) for result in results), results


def test_eight_people_react_at_once_and_are_all_counted(page, reader):
    comment = make_comment(page, reader)
    people = [UserFactory() for _ in range(8)]
    kinds = [Reaction.Kind.USED, Reaction.Kind.THANKS]
    for on in (True, False, True):
        jobs = [
            lambda person=person, kind=kind, on=on: reactions.react(by=person, comment=comment, kind=kind, on=on)
            for person, kind in zip(people, kinds * 4, strict=True)
        ]
        assert together(*jobs) == [True] * 8
        comment.refresh_from_db()
        assert (comment.used_count, comment.thanks_count) == ((4, 4) if on else (0, 0))
    assert Notification.objects.filter(kind="comment_reaction").count() == 2


def test_two_answers_accepted_at_once_leave_one_that_counts(team, reader):
    author, editor = join(team, "author"), join(team, "editor")
    for _number in range(ROUNDS):
        page = make_post(team, author, purpose="ask")
        answers = [make_comment(page, reader, "North"), make_comment(page, reader, "South")]
        results = together(
            lambda answers=answers: settling.accept(by=author, comment=answers[0]),
            lambda answers=answers: settling.accept(by=editor, comment=answers[1]),
            lambda answers=answers: settling.accept(by=editor, comment=answers[0]),
        )
        assert all(isinstance(result, Settlement) for result in results), results
        (counts,) = Settlement.objects.counting().filter(article_id=page.pk)
        assert Article.objects.get(pk=page.pk).settled_words == counts.comment.comment
        done = list(ModerationRecord.objects.filter(page_id=page.pk).order_by("pk").values_list("action", flat=True))
        assert (
            done.count("accept") == done.count("withdraw") + 1 == Settlement.objects.filter(article_id=page.pk).count()
        )


def test_visits_sent_at_once_leave_the_latest(page, reader):
    article = Article.objects.get(pk=page.pk)
    moments = [timezone.now() - timedelta(hours=hours) for hours in (3, 1, 4, 2)]
    for _number in range(ROUNDS):
        Visit.objects.all().delete()
        jobs = [
            lambda moment=moment: visits.mark_seen(person=reader, article=article, until=moment) for moment in moments
        ]
        assert together(*jobs) == [None] * 4
        assert Visit.objects.get().seen_at == moments[1]


def test_the_lock_is_a_real_one(page, reader):
    """What these tests rest on: PostgreSQL locks the row; SQLite takes its lock when the transaction begins."""
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        write(page, reader)
    assert any(" UPDATE OF " in query["sql"] for query in queries)
