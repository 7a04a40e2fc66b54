"""A moderator decides on the words they saw: what its author changed meanwhile is shown first, at every door."""

import re

import pytest

from conversations import moderating
from conversations.models import Comment, ModerationRecord, State
from conversations.moderating import flagging
from conversations.refusals import Stale
from conversations.writing import editing
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, seen
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

QUEUE = "/admin/moderation/"
HARMLESS, WORSE = "A harmless word", "Something much worse"


@pytest.fixture
def team():
    return make_team("Platform", comment_policy="held")


@pytest.fixture
def editor(team):
    return join(team, "editor", UserFactory(first_name="Ana", last_name="Acosta"))


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


@pytest.fixture
def writer(db):
    return UserFactory(first_name="Rosa", last_name="Root")


def fresh(comment):
    return Comment.objects.select_related("page__team", "user").get(pk=comment.pk)


def held(page, writer, editor):
    return make_comment(page, writer, HARMLESS, state=State.HELD)


def flagged(page, writer, editor):
    comment = make_comment(page, writer, HARMLESS)
    flagging.flag(by=UserFactory(), comment=comment, reason="rude")
    return comment


def hidden_by_flags(page, writer, editor):
    comment = make_comment(page, writer, HARMLESS)
    for _number in range(3):
        flagging.flag(by=UserFactory(), comment=comment, reason="rude")
    return comment


def hidden(page, writer, editor):
    comment = make_comment(page, writer, HARMLESS)
    moderating.hide(by=editor, comment=comment, reason="Rude")
    return comment


# Each decision that lets words out or stands by them, and what it is made about.
DECISIONS = {
    "approve": ("approve", held),
    "keep": ("keep", flagged),
    "keep what flags hid": ("keep", hidden_by_flags),
    "restore": ("restore", hidden),
}
every_decision = pytest.mark.parametrize("decision", DECISIONS)


def reword(comment, text=WORSE):
    """As its author does at the same moment; whatever stands in the way of editing is not what this is about."""
    Comment.objects.filter(pk=comment.pk).update(comment=text, html="", markup=0)


def made(decision, page, writer, editor):
    act, make = DECISIONS[decision]
    return act, make(page, writer, editor)


def assert_nothing_is_decided(comment, before):
    now = fresh(comment)
    assert (now.state, now.flag_count) == (before.state, before.flag_count)
    assert not ModerationRecord.objects.filter(comment=comment, action__in=("approve", "keep", "restore")).exists()


# --- The act ----------------------------------------------------------------------------------------------------------


@every_decision
@pytest.mark.parametrize("named", ["", "other words", "nonsense"])
def test_no_decision_is_taken_on_words_that_were_not_seen(page, writer, editor, decision, named):
    act, comment = made(decision, page, writer, editor)
    before = fresh(comment)
    read = {"": "", "other words": seen(comment), "nonsense": "\0ü" * 40}[named]
    reword(comment)
    with pytest.raises(Stale):
        getattr(moderating, act)(by=editor, comment=before, seen=read)
    assert_nothing_is_decided(comment, before)
    assert getattr(moderating, act)(by=editor, comment=before, seen=seen(comment)) is not None


def test_what_the_author_edits_themselves_is_not_approved_by_who_saw_the_old_words(page, writer, editor):
    comment = held(page, writer, editor)
    read = seen(comment)
    editing.edit(by=writer, comment=comment, text=WORSE, seen=editing.version_of(comment))
    with pytest.raises(Stale):
        moderating.approve(by=editor, comment=comment, seen=read)
    assert fresh(comment).state == State.HELD


def test_who_was_slower_hears_who_was_faster_and_not_of_other_words(page, writer, editor):
    comment = held(page, writer, editor)
    read = seen(comment)
    moderating.approve(by=editor, comment=comment, seen=read)
    reword(comment)
    assert moderating.approve(by=editor, comment=comment, seen=read) is None


def test_hiding_takes_place_whatever_it_says_and_the_record_knows_that_the_words_were_others(
    as_person, page, writer, editor
):
    comment, other = flagged(page, writer, editor), flagged(page, writer, editor)
    read = seen(comment)
    reword(comment)
    client = as_person(editor)
    answer = client.post(f"/talk/{comment.pk}/hide/", {"reason": "Rude", "seen": read}, follow=True)
    assert "Its author had changed the words since you read them." in answer.content.decode()
    client.post(f"/talk/{other.pk}/hide/", {"reason": "Rude", "seen": seen(other)})
    assert [fresh(each).state for each in (comment, other)] == [State.HIDDEN] * 2
    said = "the words had been changed since they were read"
    assert said in client.get(f"/talk/{comment.pk}/record/").content.decode()
    assert said not in client.get(f"/talk/{other.pk}/record/").content.decode()


@every_decision
def test_a_decision_on_seen_words_is_undone_as_before(page, writer, editor, decision):
    act, comment = made(decision, page, writer, editor)
    before = fresh(comment)
    record = getattr(moderating, act)(by=editor, comment=comment, seen=seen(comment))
    assert not record.is_of_unseen_words
    moderating.undo(by=editor, record=record)
    assert (fresh(comment).state, fresh(comment).flag_count) == (before.state, before.flag_count)


# --- On the page ------------------------------------------------------------------------------------------------------


def button(client, page, comment, act):
    """What the button below a comment sends."""
    text = client.get(page.address).content.decode()
    (read,) = re.findall(rf'formaction="/talk/{comment.pk}/{act}/" name="seen" value="(\w+)"', text)
    return {"seen": read}


def question(client, page, comment, act):
    """What the page sends that asks first."""
    return asked(client.get(f"/talk/{comment.pk}/{act}/"))


def asked(response):
    (read,) = re.findall(r'name="seen" value="(\w+)"', response.content.decode())
    return {"seen": read}


# What is flagged and still shown has no button in the thread: More leads to the page that asks.
@pytest.mark.parametrize(
    ("decision", "door"),
    [(decision, door) for decision in DECISIONS for door in (button, question) if (decision, door) != ("keep", button)],
)
def test_on_the_page_the_new_words_are_shown_first(as_person, page, writer, editor, decision, door):
    act, comment = made(decision, page, writer, editor)
    before = fresh(comment)
    client = as_person(editor)
    sent = door(client, page, comment, act)
    reword(comment)
    refused = client.post(f"/talk/{comment.pk}/{act}/", sent)
    assert refused.status_code == 409
    assert WORSE in refused.content.decode()
    assert "Its author has changed the words since you read them." in refused.content.decode()
    assert_nothing_is_decided(comment, before)
    assert client.post(f"/talk/{comment.pk}/{act}/", asked(refused))["Location"] == f"/talk/{comment.pk}/"
    assert fresh(comment).state == State.PUBLIC


@every_decision
def test_a_form_that_names_no_words_shows_them_first(as_person, page, writer, editor, decision):
    act, comment = made(decision, page, writer, editor)
    before = fresh(comment)
    client = as_person(editor)
    for address in (f"/talk/{comment.pk}/{act}/", f"{QUEUE}{act}/{comment.pk}/"):
        refused = client.post(address)
        assert refused.status_code == 409
        assert "Please read the words before you decide." in refused.content.decode()
        assert HARMLESS in refused.content.decode()
    assert_nothing_is_decided(comment, before)


@every_decision
def test_what_is_offered_under_older_words_decides_nothing_at_once(as_person, page, writer, editor, decision):
    """More is fetched into a page that may have been open for long: its words are older than the offer."""
    act, comment = made(decision, page, writer, editor)
    client = as_person(editor)
    for headers in ({}, {"HX-Request": "true"}):
        text = client.get(f"/talk/{comment.pk}/more/", headers=headers).content.decode()
        assert f'href="/talk/{comment.pk}/{act}/"' in text
        assert f'action="/talk/{comment.pk}/{act}/"' not in text


# --- In the queue -----------------------------------------------------------------------------------------------------


def in_the_list(client, comment, act):
    text = client.get(QUEUE).content.decode()
    form = re.search(rf'action="{QUEUE}{act}/{comment.pk}/[^"]*">(.*?)</form>', text, re.DOTALL)
    (read,) = re.findall(r'name="seen" value="(\w+)"', form[1])
    return {"seen": read}


def on_its_page(client, comment, act):
    return asked(client.get(f"{QUEUE}{act}/{comment.pk}/"))


@every_decision
@pytest.mark.parametrize("door", [in_the_list, on_its_page])
def test_in_the_queue_the_new_words_are_shown_first(as_person, page, writer, editor, decision, door):
    act, comment = made(decision, page, writer, editor)
    before = fresh(comment)
    client = as_person(editor)
    sent = door(client, comment, act)
    reword(comment)
    refused = client.post(f"{QUEUE}{act}/{comment.pk}/", sent)
    assert refused.status_code == 409
    assert WORSE in refused.content.decode()
    assert "Its author has changed the words since you read them." in refused.content.decode()
    assert_nothing_is_decided(comment, before)
    assert client.post(f"{QUEUE}{act}/{comment.pk}/", asked(refused)).status_code == 302
    assert fresh(comment).state == State.PUBLIC


@every_decision
def test_of_several_those_that_changed_are_named_and_the_others_decided(as_person, page, writer, editor, decision):
    act, changed = made(decision, page, writer, editor)
    _act, same = made(decision, page, UserFactory(), editor)
    before = fresh(changed)
    client = as_person(editor)
    text = client.get(QUEUE).content.decode()
    sent = dict(re.findall(r'name="(seen-\d+)" value="(\w+)" form="bulk"', text))
    reword(changed)
    answer = client.post(f"{QUEUE}bulk/", {"act": act, "pk": [changed.pk, same.pk], **sent}, follow=True)
    said = answer.content.decode()
    assert "1 is decided." in said
    assert "1 has other words than you read, and is not decided:" in said
    assert f'<a href="/talk/{changed.pk}/">Rosa Root, “Faster research”</a>' in said
    assert WORSE in said
    assert_nothing_is_decided(changed, before)
    assert fresh(same).state == State.PUBLIC
    assert ModerationRecord.objects.filter(comment=same, action=act).exists()


def test_several_that_name_no_words_are_not_decided(as_person, page, writer, editor):
    rows = [held(page, writer, editor) for _ in range(2)]
    client = as_person(editor)
    said = client.post(f"{QUEUE}bulk/", {"act": "approve", "pk": [row.pk for row in rows]}, follow=True)
    assert "2 have other words than you read, and are not decided:" in said.content.decode()
    assert {fresh(row).state for row in rows} == {State.HELD}


def test_several_are_hidden_with_what_was_seen_of_each_carried_past_the_question(as_person, page, writer, editor):
    changed, same = flagged(page, writer, editor), flagged(page, writer, editor)
    client = as_person(editor)
    sent = {"act": "hide", "pk": [changed.pk, same.pk]}
    read = {f"seen-{row.pk}": seen(row) for row in (changed, same)}
    reword(changed)
    question = client.post(f"{QUEUE}bulk/", sent | read)
    assert question.status_code == 422
    carried = dict(re.findall(r'name="(seen-\d+)" value="(\w+)"', question.content.decode()))
    assert carried == read
    client.post(f"{QUEUE}bulk/", sent | carried | {"reason": "Off topic"})
    records = {record.comment_id: record for record in ModerationRecord.objects.filter(action="hide")}
    assert records[changed.pk].is_of_unseen_words
    assert not records[same.pk].is_of_unseen_words
