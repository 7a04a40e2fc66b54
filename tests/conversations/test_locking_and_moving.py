"""A branch is locked, and moved to the page where it belongs: links to its comments lead on."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conversations import moderating
from conversations.models import Comment, ModerationRecord, Settlement, State
from conversations.outcomes import settling
from conversations.refusals import CannotMove, CannotReply, Elsewhere, TooLate
from conversations.telling import told
from notifications import kinds
from notifications.models import Notification
from publishing.models import Article
from tests.factories.blog import make_draft, make_post
from tests.factories.conversations import make_comment, say, seen
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

from .invariants import assert_true_to_its_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


@pytest.fixture
def other_page(team):
    return make_post(team, join(team, "author"), "Slower research")


def fresh(comment):
    return Comment.objects.select_related("page__team", "user").get(pk=comment.pk)


def branch(page, *people):
    """A root, an answer with two answers below it, and another answer of the root."""
    root = make_comment(page, people[0], "The root")
    answer = make_comment(page, people[-1], "The answer", reply_to=root)
    below = make_comment(page, people[0], "Below", reply_to=fresh(answer))
    deepest = make_comment(page, people[-1], "Deepest", reply_to=fresh(below))
    aside = make_comment(page, people[0], "Aside", reply_to=fresh(root))
    return [fresh(each) for each in (root, answer, below, deepest, aside)]


def article(page):
    return Article.objects.select_related("team").get(pk=page.pk)


# --- Locking ----------------------------------------------------------------------------------------------------------


def test_a_locked_branch_says_why_and_takes_no_answers(as_person, page, reader, editor):
    root, answer, below, deepest, aside = branch(page, reader)
    client = as_person(editor)
    assert client.post(f"/talk/{answer.pk}/lock/", {"reason": " "}).status_code == 422
    client.post(f"/talk/{answer.pk}/lock/", {"reason": "Said <b>often</b> enough."})
    locks = dict(Comment.objects.values_list("pk", "locked_at"))
    assert {pk for pk, moment in locks.items() if moment} == {answer.pk, below.pk, deepest.pk}
    text = as_person(UserFactory()).get(page.address).content.decode()
    assert text.count("Locked by a moderator") == 1
    assert "Said &lt;b&gt;often&lt;/b&gt; enough." in text
    for each in (answer, below):
        assert f'href="/talk/{each.pk}/reply/"' not in text
        with pytest.raises(CannotReply, match="locked"):
            say(page, reader, reply_to=each.pk)
    assert f'href="/talk/{root.pk}/reply/"' in text
    assert say(page, reader, reply_to=aside.pk)
    assert say(page, reader, reply_to=root.pk).locked_at is None


def test_a_branch_locked_inside_another_keeps_its_own_reason(as_person, page, reader, editor):
    root, _answer, below, *_rest = branch(page, reader)
    moderating.lock(by=editor, comment=below, reason="This part")
    record = moderating.lock(by=editor, comment=root, reason="All of it")
    assert set(Comment.objects.exclude(locked_reason="").values_list("pk", "locked_reason")) == {
        (below.pk, "This part"),
        (root.pk, "All of it"),
    }
    moderating.undo(by=editor, record=record)
    assert fresh(root).locked_at is None
    assert fresh(below).locked_reason == "This part"
    assert moderating.lock(by=editor, comment=below, reason="Again") is None


def test_unlocked_people_answer_again(as_person, page, reader, editor):
    root, *_rest = branch(page, reader)
    assert moderating.unlock(by=editor, comment=root) is None
    moderating.lock(by=editor, comment=root, reason="Enough")
    as_person(editor).post(f"/talk/{root.pk}/unlock/")
    assert not Comment.objects.filter(locked_at__isnull=False).exists()
    assert say(page, reader, reply_to=root.pk)


def test_what_was_answered_between_unlocking_and_its_undoing_is_locked_too(page, reader, editor):
    root, *_rest = branch(page, reader)
    moderating.lock(by=editor, comment=root, reason="Enough")
    record = moderating.unlock(by=editor, comment=root)
    late = say(page, reader, reply_to=root.pk)
    moderating.undo(by=editor, record=record)
    assert fresh(late).locked_at == fresh(root).locked_at is not None


# --- Moving -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", range(5), ids=["root", "answer", "below", "deepest", "aside"])
def test_a_branch_moves_whole_and_keeps_its_numbers(page, other_page, reader, editor, which):
    rows = branch(page, reader)
    branch(other_page, reader)
    row = rows[which]
    below = {0: [1, 2, 3, 4], 1: [2, 3], 2: [3]}.get(which, [])
    going = {row.pk, *(rows[place].pk for place in below)}
    moderating.move(by=editor, comment=row, to=article(other_page), reason="It belongs there.")
    assert set(Comment.objects.filter(page_id=other_page.pk, thread_id=row.pk).values_list("pk", flat=True)) == going
    moved = fresh(row)
    assert (moved.level, moved.parent_id, moved.order) == (0, row.pk, 1)
    for each in (page, other_page):
        assert_true_to_its_rows(each)
    assert article(other_page).comment_count == 5 + len(going)
    assert article(page).comment_count == 5 - len(going)


@pytest.mark.parametrize("which", range(5))
def test_there_and_back_is_as_before_wherever_it_stood(page, other_page, reader, editor, which):
    rows = branch(page, reader)
    fields = ("pk", "thread_id", "parent_id", "level", "order", "nested_count", "page_id", "object_pk", "state")
    before = list(Comment.objects.order_by("pk").values_list(*fields))
    record = moderating.move(by=editor, comment=rows[which], to=article(other_page), reason="It belongs there.")
    moderating.undo(by=editor, record=record)
    assert list(Comment.objects.order_by("pk").values_list(*fields)) == before
    for each in (page, other_page):
        assert_true_to_its_rows(each)


def test_permalinks_lead_to_the_new_page(as_person, page, other_page, reader, editor):
    root, *_rest = branch(page, reader)
    moderating.move(by=editor, comment=root, to=article(other_page), reason="It belongs there.")
    assert as_person(reader).get(f"/talk/{root.pk}/")["Location"] == f"{other_page.address}#c{root.pk}"
    assert "The root" not in as_person(reader).get(page.address).content.decode()
    assert "Deepest" in as_person(reader).get(other_page.address).content.decode()
    assert say(other_page, reader, reply_to=root.pk)


def test_everybody_who_wrote_in_it_is_told_once(page, other_page, reader, editor):
    second = UserFactory()
    root, *_rest = branch(page, reader, second)
    Notification.objects.all().delete()
    moderating.move(by=editor, comment=root, to=article(other_page), reason="It belongs there.")
    rows = Notification.objects.filter(kind=told.DECISION).select_related("page", "actor")
    assert sorted(row.person_id for row in rows) == sorted((reader.pk, second.pk))
    for row in rows:
        assert kinds.kind_named(row.kind).sentence(row) == (
            "Your comment was moved to “Slower research”: It belongs there."
        )


def test_it_is_moved_on_a_page_that_finds_where_to(as_person, page, other_page, reader, editor):
    root, *_rest = branch(page, reader)
    client = as_person(editor)
    text = client.get(f"/talk/{root.pk}/move/?q=slower").content.decode()
    assert f'name="page" value="{other_page.pk}"' in text
    assert f'name="page" value="{page.pk}"' not in text
    assert "No such page" in client.get(f"/talk/{root.pk}/move/?q=nowhere").content.decode()
    sent = {"page": other_page.pk, "reason": ""}
    assert client.post(f"/talk/{root.pk}/move/", sent).status_code == 422
    assert client.post(f"/talk/{root.pk}/move/", {"reason": "There"}).status_code == 422
    done = client.post(f"/talk/{root.pk}/move/", sent | {"reason": "There"}, follow=True).content.decode()
    assert "stands under “Slower research” now" in done
    assert fresh(root).page_id == other_page.pk


def test_what_more_people_read_is_never_a_target():
    closed = make_team("Closed", visibility="closed")
    open_one = make_team("Open")
    both = join(closed, "lead")
    join(open_one, "lead", both)
    inside = make_post(closed, both, "Inside")
    beside = make_post(closed, both, "Beside")
    outside = make_post(open_one, both, "Outside")
    comment = make_comment(inside, both)
    with pytest.raises(CannotMove, match="More people"):
        moderating.move(by=both, comment=comment, to=article(outside), reason="Why not")
    assert moderating.move(by=both, comment=comment, to=article(beside), reason="Why not")
    # From the open to the closed one: whoever cannot follow hears that it went, and not where to.
    stranger = UserFactory()
    loose = make_comment(outside, stranger)
    moderating.move(by=both, comment=loose, to=article(inside), reason="It is about us.")
    row = Notification.objects.get(person=stranger)
    assert kinds.kind_named(row.kind).sentence(row) == (
        "Your comment under “Outside” was moved to a page that you do not read: It is about us."
    )
    assert kinds.kind_named(row.kind).address(row) == f"/go/{outside.pk}/"


def test_back_to_more_readers_goes_nothing_that_was_written_for_fewer():
    closed, open_one = make_team("Closed", visibility="closed"), make_team("Open")
    both = join(closed, "lead")
    join(open_one, "lead", both)
    inside, outside = make_post(closed, both, "Inside"), make_post(open_one, both, "Outside")
    comment = make_comment(outside, UserFactory())
    record = moderating.move(by=both, comment=comment, to=article(inside), reason="It is about us.")
    say(inside, both, "Between us", reply_to=comment.pk)
    with pytest.raises(TooLate, match="More people"):
        moderating.undo(by=both, record=record)
    assert fresh(comment).page_id == inside.pk


def test_as_many_comments_as_before_are_not_the_same_ones():
    """An answer for fewer readers was written, and another one moved on: the branch is as long as it was."""
    closed, open_one = make_team("Closed", visibility="closed"), make_team("Open")
    both = join(closed, "lead")
    join(open_one, "lead", both)
    inside, also_inside = make_post(closed, both, "Inside"), make_post(closed, both, "Also inside")
    outside = make_post(open_one, both, "Outside")
    comment = make_comment(outside, UserFactory())
    answer = make_comment(outside, UserFactory(), reply_to=comment)
    record = moderating.move(by=both, comment=comment, to=article(inside), reason="It is about us.")
    say(inside, both, "Between us", reply_to=comment.pk)
    moderating.move(by=both, comment=fresh(answer), to=article(also_inside), reason="Another matter.")
    with pytest.raises(TooLate, match="More people"):
        moderating.undo(by=both, record=record)
    assert fresh(comment).page_id == inside.pk


def test_only_a_page_one_edits_in_a_team_one_moderates_is_a_target(page, team, reader, editor):
    comment = make_comment(page, reader)
    elsewhere = make_team("Elsewhere")
    foreign = make_post(elsewhere, join(elsewhere, "author"))
    draft = make_draft(team, page.owner)
    archived = make_team("Archived")
    old = make_post(archived, join(archived, "lead", editor))
    from django.utils import timezone

    type(archived).objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    for target in (foreign, draft, old, page):
        with pytest.raises(CannotMove):
            moderating.move(by=editor, comment=comment, to=article(target), reason="There")
    with pytest.raises(PermissionDenied):
        moderating.move(by=page.owner, comment=comment, to=article(foreign), reason="There")
    with pytest.raises(ValidationError):
        moderating.move(by=AdministratorFactory(), comment=comment, to=article(foreign), reason=" ")
    assert moderating.move(by=AdministratorFactory(), comment=comment, to=article(foreign), reason="There")


def test_an_accepted_answer_that_moves_is_none_any_more(page, other_page, reader, editor):
    root, answer, *_rest = branch(page, reader)
    Article.objects.filter(pk=page.pk).update(purpose="ask")
    settling.accept(by=editor, comment=answer)
    moderating.move(by=editor, comment=root, to=article(other_page), reason="There")
    assert Settlement.objects.get().withdrawn_by == editor
    assert ModerationRecord.objects.filter(action="withdraw").count() == 1


def test_a_part_of_a_locked_branch_takes_the_reason_along(page, other_page, reader, editor):
    root, answer, *_rest = branch(page, reader)
    moderating.lock(by=editor, comment=root, reason="Enough")
    moderating.move(by=editor, comment=fresh(answer), to=article(other_page), reason="There")
    assert fresh(answer).locked_reason == "Enough"


def test_an_act_on_what_was_moved_a_moment_ago_says_so(as_person, page, other_page, reader, editor):
    comment = make_comment(page, reader)
    opened = fresh(comment)
    moderating.move(by=editor, comment=comment, to=article(other_page), reason="There")
    for act in (moderating.approve, moderating.keep, moderating.restore):
        with pytest.raises(Elsewhere):
            act(by=editor, comment=opened, seen=seen(comment))
    with pytest.raises(Elsewhere):
        moderating.unlock(by=editor, comment=opened)


def test_held_and_hidden_ones_go_along_and_are_counted_there(page, other_page, reader, editor):
    root = make_comment(page, reader)
    make_comment(page, reader, reply_to=root, state=State.HELD)
    make_comment(page, reader, reply_to=fresh(root), state=State.HIDDEN)
    moderating.move(by=editor, comment=root, to=article(other_page), reason="There")
    target = article(other_page)
    assert (target.comment_count, target.held_count) == (1, 1)
    assert_true_to_its_rows(other_page)
