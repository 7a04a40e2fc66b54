"""The queue in the CMS: everything needed to decide, two clicks a case, several at once; log and numbers beside it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.rooms import blog_of
from conversations import moderating
from conversations.models import Comment, Flag, ModerationRecord, State
from conversations.moderating import flagging, numbers
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, seen
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

from .test_moderating import site_moderator

pytestmark = pytest.mark.django_db

QUEUE = "/admin/moderation/"
LOG = "/admin/moderation-log/"
NUMBERS = "/admin/moderation/numbers/"


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def editor(team):
    return join(team, "editor", UserFactory(first_name="Ana", last_name="Acosta"))


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


def fresh(comment):
    return Comment.objects.select_related("page__team", "user").get(pk=comment.pk)


def cases(client, query=""):
    response = client.get(f"{QUEUE}{query}")
    assert response.status_code == 200
    return [case.row.pk for case in response.context["cases"]]


def ago(**time):
    return timezone.now() - timedelta(**time)


def one_of_each(page, reader, editor):
    """A comment in every state that the queue knows."""
    made = {
        "held": make_comment(page, reader, "Held", state=State.HELD, submit_date=ago(hours=5)),
        "flagged": make_comment(page, reader, "Flagged", submit_date=ago(days=3)),
        "by flags": make_comment(page, reader, "By flags", submit_date=ago(days=2)),
        "mended": make_comment(page, reader, "Mended", state=State.HELD, submit_date=ago(days=9)),
        "hidden": make_comment(page, reader, "Hidden"),
        "hidden long ago": make_comment(page, reader, "Long ago"),
        "shown": make_comment(page, reader, "Shown"),
        "deleted": make_comment(page, reader, "Deleted", state=State.DELETED),
    }
    flagging.flag(by=UserFactory(), comment=made["flagged"], reason="rude")
    for _number in range(3):
        flagging.flag(by=UserFactory(), comment=made["by flags"], reason="wrong")
    Flag.objects.filter(comment=made["flagged"]).update(at=ago(hours=7))
    Flag.objects.filter(comment=made["by flags"]).update(at=ago(hours=2))
    Comment.objects.filter(pk=made["mended"].pk).update(mended_at=ago(hours=1))
    for name in ("hidden", "hidden long ago"):
        moderating.hide(by=editor, comment=made[name], reason="Rude")
    Comment.objects.filter(pk=made["hidden long ago"].pk).update(hidden_at=ago(days=40))
    return {name: row.pk for name, row in made.items()}


def test_each_filter_shows_its_cases_and_what_waited_longest_comes_first(as_person, page, reader, editor):
    pk = one_of_each(page, reader, editor)
    client = as_person(editor)
    assert cases(client, "?state=waiting") == [pk[name] for name in ("flagged", "held", "by flags", "mended")]
    assert cases(client, "?state=held") == [pk["held"], pk["mended"]]
    assert cases(client, "?state=flagged") == [pk["flagged"], pk["by flags"]]
    assert cases(client, "?state=mended") == [pk["mended"]]
    assert cases(client, "?state=hidden") == [pk["hidden"]]
    assert set(cases(client)) == set(pk.values()) - {pk["deleted"]}
    assert client.get("/moderation/", follow=True).status_code == 200


def test_a_case_has_its_words_whole_what_it_answers_and_its_flags(as_person, page, reader, editor):
    root = make_comment(page, UserFactory(first_name="Rosa", last_name="Root"), "The <i>first</i> word")
    long = "A long story. " * 100 + "The <b>end</b>."
    comment = make_comment(page, reader, long, reply_to=root)
    person = UserFactory(first_name="Quentin", last_name="Quill")
    flagging.flag(by=person, comment=comment, reason="off_topic", words="<script>")
    text = as_person(editor).get(f"{QUEUE}?state=flagged").content.decode()
    for part in ("The &lt;i&gt;first&lt;/i&gt; word", "Answers Rosa Root", "The &lt;b&gt;end&lt;/b&gt;.",
                 "Quentin Quill", "Does not belong here", "&lt;script&gt;", "Platform", "Faster research"):  # fmt: skip
        assert part in text, part
    assert "<script>" not in text.replace("<script>window.", "")


def test_a_deleted_comment_is_not_told_by_what_answers_it(as_person, page, reader, editor):
    root = make_comment(page, reader, "What I regret")
    make_comment(page, reader, "An answer", reply_to=root, state=State.HELD)
    Comment.objects.filter(pk=root.pk).update(state=State.DELETED)
    text = as_person(editor).get(f"{QUEUE}?state=held").content.decode()
    assert "Deleted by its author" in text
    assert "What I regret" not in text


def test_one_click_keeps_and_two_hide_and_one_is_back_where_one_was(as_person, page, reader, editor, team):
    first, second = make_comment(page, reader), make_comment(page, reader)
    for comment in (first, second):
        flagging.flag(by=UserFactory(), comment=comment, reason="rude")
    client = as_person(editor)
    query = f"?state=flagged&team={team.pk}"
    shown = client.get(f"{QUEUE}{query}")
    address = {(case.row.pk, each.name): each.address for case in shown.context["cases"] for each in case.offered}
    text = shown.content.decode()
    assert text.count('<button type="submit" class="button">Keep</button>') == 2
    assert text.count('<summary class="button no">Hide</summary>') == 2
    done = client.post(address[first.pk, "keep"], {"seen": seen(first)})
    assert done["Location"] == f"{QUEUE}{query}"
    assert f"/moderation/undo/{ModerationRecord.objects.get().pk}/" in client.get(done["Location"]).content.decode()
    (ready, *_others) = shown.context["ready_reasons"]
    client.post(address[second.pk, "hide"], {"reason": str(ready)})
    assert fresh(second).hidden_reason == str(ready)
    assert cases(client, query) == []


def test_nothing_is_decided_by_looking(as_person, page, reader, editor):
    pk = one_of_each(page, reader, editor)
    records = ModerationRecord.objects.count()
    client = as_person(editor)
    for number in pk.values():
        for act in ("approve", "keep", "restore", "hide"):
            assert client.get(f"{QUEUE}{act}/{number}/").status_code in (200, 302, 404)
    assert client.get(f"{QUEUE}bulk/").status_code == 405
    assert ModerationRecord.objects.count() == records


def test_the_queue_costs_the_same_whatever_is_in_it(as_person, page, reader, editor):
    client = as_person(editor)

    def cost():
        client.get(f"{QUEUE}?state=waiting")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{QUEUE}?state=waiting")
        return len(queries)

    def fill(count):
        for _number in range(count):
            root = make_comment(page, UserFactory())
            comment = make_comment(page, UserFactory(), reply_to=root)
            for _flag in range(2):
                flagging.flag(by=UserFactory(), comment=comment, reason="rude")

    fill(2)
    few = cost()
    fill(12)
    assert cost() == few


# --- Several at once --------------------------------------------------------------------------------------------------


def bulk(client, act, *rows, **more):
    """Send the form as it stood in the list that was just read."""
    read = {f"seen-{row.pk}": seen(row) for row in rows if isinstance(row, Comment)}
    sent = {"act": act, "pk": [getattr(row, "pk", row) for row in rows], **read, **more}
    return client.post(f"{QUEUE}bulk/?state=held", sent, follow=True)


def test_several_are_approved_and_what_was_decided_already_is_said(as_person, page, reader, editor, team):
    rows = [make_comment(page, reader, state=State.HELD) for _ in range(4)]
    moderating.hide(by=editor, comment=rows[0], reason="Rude")
    answer = bulk(as_person(join(team, "lead")), "approve", *rows)
    text = answer.content.decode()
    assert "3 are decided." in text
    assert "1 was not: Ana Acosta was here before you: hidden, because “Rude”." in text
    assert answer.redirect_chain == [(f"{QUEUE}?state=held", 302)]
    assert [fresh(row).state for row in rows] == [State.HIDDEN, *[State.PUBLIC] * 3]
    assert ModerationRecord.objects.filter(action="approve").count() == 3


def test_several_are_hidden_with_one_reason_that_is_asked_for(as_person, page, reader, editor):
    rows = [make_comment(page, reader) for _ in range(3)]
    client = as_person(editor)
    asked = bulk(client, "hide", *rows)
    assert asked.status_code == 422
    for row in rows:
        assert f'name="pk" value="{row.pk}"' in asked.content.decode()
    assert not ModerationRecord.objects.exists()
    bulk(client, "hide", *rows, reason="Off topic, all of it.")
    assert {fresh(row).hidden_reason for row in rows} == {"Off topic, all of it."}
    bulk(client, "restore", *rows)
    assert {fresh(row).state for row in rows} == {State.PUBLIC}


def test_several_flagged_ones_are_kept(as_person, page, reader, editor):
    rows = [make_comment(page, reader) for _ in range(2)]
    for row in rows:
        flagging.flag(by=UserFactory(), comment=row, reason="rude")
    bulk(as_person(editor), "keep", *rows)
    assert set(Flag.objects.values_list("state", flat=True)) == {"declined"}


def test_numbers_that_are_none_of_theirs_were_never_there(as_person, page, reader, editor):
    secret = make_team(visibility="secret")
    foreign = make_comment(make_post(secret, join(secret, "author")), join(secret, "member"), state=State.HELD)
    own = make_comment(page, reader, state=State.HELD)
    client = as_person(editor)
    answer = bulk(client, "approve", foreign, own, 987654, "9" * 30, "9" * 5_000, "²", "-1", "x")
    assert "1 is decided." in answer.content.decode()
    assert fresh(foreign).state == State.HELD
    assert "Choose some comments first." in bulk(client, "approve", foreign).content.decode()
    assert "Choose some comments first." in bulk(client, "approve").content.decode()
    assert bulk(client, "delete", own).status_code == 404


@pytest.mark.parametrize("who", ["reader", "author", "member"])
def test_who_moderates_nothing_finds_no_screen(as_person, team, page, reader, who):
    person = {"reader": reader, "author": page.owner, "member": join(team, "member")}[who]
    comment = make_comment(page, reader, state=State.HELD)
    client = as_person(person)
    assert client.post(f"{QUEUE}bulk/", {"act": "approve", "pk": comment.pk}).status_code in (403, 404)
    for address in (QUEUE, LOG, NUMBERS, "/admin/moderation-bans/"):
        assert client.get(address).status_code in (403, 404), address
    assert fresh(comment).state == State.HELD


# --- The log ----------------------------------------------------------------------------------------------------------


def test_the_log_says_who_did_what_when_why_and_what_was_taken_back(as_person, page, reader, editor):
    comment = make_comment(page, reader, "About the archive")
    record = moderating.hide(by=editor, comment=comment, reason="It names a customer.")
    client = as_person(editor)
    text = client.get(LOG).content.decode()
    for part in ("hidden", "Ana Acosta", "It names a customer.", "About the archive"):
        assert part in text
    assert client.get(f"{LOG}undo/{record.pk}/").status_code == 200
    assert client.post(f"{LOG}undo/{record.pk}/").status_code == 302
    assert fresh(comment).state == State.PUBLIC
    text = client.get(LOG).content.decode()
    assert "hidden, taken back by Ana Acosta" in text
    assert "taken back: hidden" in text
    assert client.get(f"{LOG}undo/{record.pk}/").status_code == 404


def test_the_log_refuses_what_is_too_late_in_words(as_person, page, reader, editor):
    comment = make_comment(page, reader)
    record = moderating.hide(by=editor, comment=comment, reason="Rude")
    moderating.restore(by=editor, comment=comment, seen=seen(comment))
    answer = as_person(editor).post(f"{LOG}undo/{record.pk}/")
    assert answer.status_code == 422
    assert "Something happened since" in answer.content.decode()


def test_the_log_holds_the_teams_that_one_moderates(as_person, page, reader, editor, team):
    secret = make_team("Secret Harbour", visibility="secret")
    lead = join(secret, "lead")
    foreign = moderating.hide(
        by=lead, comment=make_comment(make_post(secret, lead), lead, "Between us"), reason="Hush hush"
    )
    moderating.hide(by=editor, comment=make_comment(page, reader), reason="Rude")
    for person in (editor, site_moderator()):
        client = as_person(person)
        text = client.get(LOG).content.decode()
        assert "Rude" in text
        assert "Hush" not in text
        assert "Secret Harbour" not in text
        assert client.post(f"{LOG}undo/{foreign.pk}/").status_code == 404
        assert client.get(f"{LOG}?team={secret.pk}").content.decode().count("Rude") == text.count("Rude")
    assert "Hush hush" in as_person(AdministratorFactory()).get(f"{LOG}?team={secret.pk}").content.decode()


def test_the_log_names_nothing_that_stands_where_one_reads_no_more(as_person, page, reader, editor, team):
    """The page moves to a secret team, is renamed and talked in: whoever kept its threads before reads none of it."""
    secret = make_team("Secret Harbour", visibility="secret", posting_policy="directly")
    lead = join(secret, "lead", join(team, "lead"))
    comment = make_comment(page, reader, "The old words")
    moderating.hide(by=editor, comment=comment, reason="Rude")
    moderating.close(by=editor, page=page, reason="Enough")
    page.move(blog_of(secret), pos="last-child", user=lead)
    Article.objects.filter(pk=page.pk).update(title="The merger")
    Comment.objects.filter(pk=comment.pk).update(comment="The new words")
    for person in (editor, site_moderator()):
        text = as_person(person).get(LOG).content.decode()
        assert "Rude" in text
        assert "The new words" not in text
        assert "The merger" not in text
        assert f"/talk/{comment.pk}/" not in text
    text = as_person(lead).get(LOG).content.decode()
    assert "The new words" in text
    assert "The merger" in text


# --- Numbers ----------------------------------------------------------------------------------------------------------


def test_numbers_say_how_long_people_waited_and_how_often_hiding_was_a_mistake(page, reader, editor, team):
    for hours in range(1, 11):
        comment = make_comment(page, reader, state=State.HELD, submit_date=ago(hours=hours))
        moderating.approve(by=editor, comment=comment, seen=seen(comment))
    for number in range(4):
        comment = make_comment(page, reader)
        record = moderating.hide(by=editor, comment=comment, reason="Rude")
        if number == 0:
            moderating.restore(by=editor, comment=comment, seen=seen(comment))
        if number == 1:
            moderating.undo(by=editor, record=record)
    flagging.flag(by=UserFactory(), comment=make_comment(page, reader), reason="rude")
    make_comment(page, reader, state=State.HELD)
    (found,) = numbers.of_teams([team], 30)
    assert (found.open_cases, found.decided, found.hidden, found.restored) == (2, 10, 4, 2)
    assert found.share_restored == 50
    assert round(found.median_wait / timedelta(hours=1), 1) == 5.5
    assert round(found.long_wait / timedelta(hours=1), 1) == 9.0
    ModerationRecord.objects.update(at=ago(days=60))
    (month,), (quarter,) = numbers.of_teams([team], 30), numbers.of_teams([team], 90)
    assert (month.decided, month.hidden, month.open_cases) == (0, 0, 2)
    assert (quarter.decided, quarter.hidden) == (10, 4)


def test_numbers_are_shown_to_those_who_moderate_that_team_at_a_steady_cost(as_person, page, reader, editor, team):
    secret = make_team("Secret Harbour", visibility="secret")
    make_comment(make_post(secret, join(secret, "author")), reader, state=State.HELD)
    make_comment(page, reader, state=State.HELD)
    text = as_person(editor).get(f"{NUMBERS}?days=90").content.decode()
    assert "Platform" in text
    assert "Secret Harbour" not in text
    administrator = as_person(AdministratorFactory())
    administrator.get(NUMBERS)
    with CaptureQueriesContext(connection) as few:
        assert "Secret Harbour" in administrator.get(NUMBERS).content.decode()
    for _number in range(5):
        other = make_team()
        make_comment(make_post(other, join(other, "author")), reader, state=State.HELD)
    administrator.get(NUMBERS)
    with CaptureQueriesContext(connection) as many:
        administrator.get(NUMBERS)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("wait", "words"),
    [(None, ""), (timedelta(seconds=5), "1 minute"), (timedelta(minutes=90), "90 minutes"),
     (timedelta(hours=30), "30 hours"), (timedelta(days=3), "3 days")],
)  # fmt: skip
def test_waits_are_told_in_words(wait, words):
    assert numbers.duration_words(wait) == words
