"""People change what they wrote, for a day; what it said stays for the moderators, and nothing is overwritten."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from conversations import moderating
from conversations.models import Comment, CommentVersion, ModerationRecord, State
from conversations.refusals import Refused, Stale
from conversations.telling import told
from conversations.writing import editing
from notifications.models import Notification
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, say, seen, spread_word
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def page(team, author):
    return make_post(team, author, "Faster research")


@pytest.fixture
def mine(page, reader):
    return say(page, reader, "It was *slow*")


def again(comment) -> Comment:
    return Comment.objects.select_related("page__team", "user").get(pk=comment.pk)


def seen_in(body):
    return re.search(r'name="seen" value="([^"]+)"', body)[1]


def open_form(client, comment, htmx=False):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.get(f"/talk/{comment.pk}/edit/", headers=headers)


def send(client, comment, text="It was fast", htmx=False, **fields):
    fields.setdefault("seen", editing.version_of(again(comment)))
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/talk/{comment.pk}/edit/", {"text": text} | fields, headers=headers)


def change(comment, by, text="It was fast"):
    row = again(comment)
    return editing.edit(by=by, comment=row, text=text, seen=editing.version_of(row))


# --- Changing ---------------------------------------------------------------------------------------------------------


def test_the_new_words_are_read_and_marked_and_the_old_ones_kept(as_person, reader, page, mine):
    client = as_person(reader)
    client.get(page.address)
    form = open_form(client, mine).content.decode()
    assert ">It was *slow*</textarea>" in form
    response = send(client, mine, "It was **fast**", seen=seen_in(form))
    assert response["Location"] == mine.get_absolute_url()
    text = client.get(page.address).content.decode()
    assert "<p>It was <strong>fast</strong></p>" in text
    assert "slow" not in text
    assert '<span class="meta">edited</span>' in text
    version = CommentVersion.objects.get()
    assert (version.text, version.by) == ("It was *slow*", reader)
    assert again(mine).edited_at is not None


def test_the_form_opens_in_the_place_of_the_words_and_the_words_come_back_there(as_person, reader, mine):
    client = as_person(reader)
    opened = open_form(client, mine, htmx=True)
    assert (opened["HX-Retarget"], opened["HX-Reswap"]) == (f"#c{mine.pk} > .body", "outerHTML")
    body = opened.content.decode()
    assert "<html" not in body
    assert f'hx-target="#edit-{mine.pk}"' in body
    saved = send(client, mine, "It was **fast**", htmx=True).content.decode()
    assert "<strong>fast</strong>" in saved
    assert "<html" not in saved


def test_the_same_words_are_no_edit(as_person, reader, mine):
    assert send(as_person(reader), mine, "It was *slow*").status_code == 302
    assert again(mine).edited_at is None
    assert not CommentVersion.objects.exists()


def test_an_edit_changes_nothing_but_the_words(as_person, reader, author, page, mine):
    before = Comment.objects.filter(pk=mine.pk).values().get()
    send(
        as_person(reader),
        mine,
        user=author.pk,
        user_name="The Chief",
        name="The Chief",
        is_public="0",
        state="hidden",
        submit_date="2001-01-01",
        page_id="1",
        parent_id="1",
        edited_at="",
    )
    after = Comment.objects.filter(pk=mine.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"comment", "html", "edited_at", "changed_at"}


def test_counts_and_the_last_activity_stay(reader, page, mine):
    before = Article.objects.values("comment_count", "held_count", "last_activity", "thread_version").get(pk=page.pk)
    change(mine, reader)
    after = Article.objects.values("comment_count", "held_count", "last_activity", "thread_version").get(pk=page.pk)
    assert after.pop("thread_version") > before.pop("thread_version")
    assert after == before


@pytest.mark.parametrize(("text", "status"), [("", 422), ("ä" * 100_000, 422), ("\0\u202e", 422)])
@pytest.mark.parametrize("htmx", [False, True])
def test_what_cannot_be_taken_comes_back_in_the_form(as_person, reader, mine, text, status, htmx):
    response = send(as_person(reader), mine, text, htmx=htmx)
    assert response.status_code == status
    assert text.replace("\0", "") in response.content.decode().replace("\0", "")
    assert again(mine).comment == "It was *slow*"


def test_inboxes_quote_todays_words(as_person, reader, author, mine):
    change(mine, reader, "It was **fast**")
    inbox = as_person(author).get("/inbox/").content.decode()
    assert "It was fast" in inbox
    assert "slow" not in inbox


def test_who_is_named_by_an_edit_is_told_once(reader, page, mine):
    first, second = UserFactory(username="first"), UserFactory(username="second")
    change(mine, reader, "Ask @first")
    change(mine, reader, "Ask @second")
    change(mine, reader, "Ask @second and @first")
    spread_word()
    assert Notification.objects.filter(kind=told.MENTION, person=first).count() == 1
    assert Notification.objects.filter(kind=told.MENTION, person=second).count() == 1
    assert {row.person for row in mine.mentions.all()} == {first, second}


def test_edits_have_a_pace(as_person, reader, mine):
    client = as_person(reader)
    for number in range(editing.EDITS_A_MINUTE):
        assert send(client, mine, f"Number {number}").status_code == 302
    response = send(client, mine, "One too many")
    assert response.status_code == 429
    assert ">One too many</textarea>" in response.content.decode()
    CommentVersion.objects.update(until=timezone.now() - timedelta(minutes=2))
    assert send(client, mine, "One too many").status_code == 302


# --- Two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("htmx", [False, True])
def test_an_edit_of_older_words_shows_both_and_overwrites_nothing(as_person, reader, mine, htmx):
    client = as_person(reader)
    seen = seen_in(open_form(client, mine).content.decode())
    change(mine, reader, "From the other tab")
    response = send(client, mine, "From this tab", htmx=htmx, seen=seen)
    body = response.content.decode()
    assert response.status_code == 409
    assert ">From this tab</textarea>" in body
    assert "From the other tab" in body
    assert again(mine).comment == "From the other tab"
    assert send(client, mine, "Both", seen=seen_in(body)).status_code == 302


def test_a_form_that_was_open_while_the_comment_was_hidden_is_no_mending(as_person, reader, team, mine):
    client = as_person(reader)
    seen = seen_in(open_form(client, mine).content.decode())
    moderating.hide(by=join(team, "editor"), comment=mine, reason="Rude")
    response = send(client, mine, "Still rude", seen=seen)
    assert response.status_code == 409
    assert "Rude" in response.content.decode()
    assert again(mine).mended_at is None
    assert again(mine).comment == "It was *slow*"


def test_a_missing_version_is_an_old_one(reader, mine):
    with pytest.raises(Stale):
        editing.edit(by=reader, comment=mine, text="It was fast", seen="")


# --- Who and when -----------------------------------------------------------------------------------------------------


PEOPLE = ["member", "author", "editor", "lead", "stranger", "moderator", "administrator"]


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("act", ["edit", "delete", "bring-back"])
def test_nobody_touches_the_words_of_others(as_person, team, mine, who, act):
    from django.contrib.auth.models import Group

    if who == "administrator":
        person = AdministratorFactory()
    elif who in ("stranger", "moderator"):
        person = UserFactory()
        if who == "moderator":
            person.groups.add(Group.objects.get(name="Moderators"))
    else:
        person = join(team, who)
    client = as_person(person)
    address = f"/talk/{mine.pk}/{act}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"text": "Mine now", "seen": editing.version_of(mine)}).status_code == 404
    assert (again(mine).comment, again(mine).state) == ("It was *slow*", State.PUBLIC)


def test_after_a_day_a_comment_stays_as_it_is(as_person, reader, mine, settings):
    client = as_person(reader)
    Comment.objects.filter(pk=mine.pk).update(submit_date=timezone.now() - timedelta(hours=23, minutes=59))
    assert open_form(client, mine).status_code == 200
    Comment.objects.filter(pk=mine.pk).update(submit_date=timezone.now() - timedelta(hours=24, minutes=1))
    assert "24 hours" in open_form(client, mine).content.decode()
    response = send(client, mine)
    assert response.status_code == 403
    assert ">It was fast</textarea>" in response.content.decode()
    assert "/edit/" not in client.get(f"/talk/{mine.pk}/more/").content.decode()
    settings.INTRAMURAL_EDIT_HOURS = 48
    assert send(client, mine).status_code == 302


@pytest.mark.parametrize("closed_by", ["team", "page", "archive", "lock", "members"])
def test_where_nothing_is_added_nothing_is_edited_and_the_text_is_kept(as_person, reader, team, page, mine, closed_by):
    if closed_by == "team":
        type(team).objects.filter(pk=team.pk).update(comment_policy="closed")
    elif closed_by == "page":
        Article.objects.filter(pk=page.pk).update(comment_policy="closed")
    elif closed_by == "archive":
        type(team).objects.filter(pk=team.pk).update(archived_at=timezone.now())
    elif closed_by == "lock":
        Comment.objects.filter(pk=mine.pk).update(locked_at=timezone.now())
    else:
        type(team).objects.filter(pk=team.pk).update(comment_policy="members")
    client = as_person(reader)
    assert open_form(client, mine).status_code == 403
    response = send(client, mine)
    assert response.status_code == 403
    assert ">It was fast</textarea>" in response.content.decode()
    assert again(mine).comment == "It was *slow*"
    more = client.get(f"/talk/{mine.pk}/more/").content.decode()
    assert f"/talk/{mine.pk}/edit/" not in more
    assert f"/talk/{mine.pk}/delete/" in more


def test_who_left_a_closed_team_edits_there_no_more(as_person):
    team = make_team(visibility="closed")
    member = join(team, "member")
    comment = say(make_post(team, join(team, "author")), member)
    member.memberships.all().delete()
    member.groups.clear()
    client = as_person(UserFactory._meta.model.objects.get(pk=member.pk))
    assert open_form(client, comment).status_code == 404
    assert send(client, comment).status_code == 404
    assert client.post(f"/talk/{comment.pk}/delete/").status_code == 404


# --- Moderation -------------------------------------------------------------------------------------------------------


def test_in_a_held_thread_new_words_wait_for_a_moderator(as_person, reader, team, page, mine):
    type(team).objects.filter(pk=team.pk).update(comment_policy="held")
    editor = join(team, "editor")
    assert send(as_person(reader), mine).status_code == 302
    assert again(mine).state == State.HELD
    article = Article.objects.get(pk=page.pk)
    assert (article.comment_count, article.held_count) == (0, 1)
    assert "It was fast" not in as_person(UserFactory()).get(page.address).content.decode()
    assert Notification.objects.filter(person=editor, kind=told.HELD).count() == 1
    moderating.approve(by=editor, comment=again(mine), seen=seen(again(mine)))
    change(mine, reader, "And faster")
    assert again(mine).state == State.HELD
    assert Notification.objects.filter(person=editor, kind=told.HELD).count() == 2


def test_who_moderates_a_held_thread_edits_at_once(team, page):
    editor = join(team, "editor")
    comment = say(page, editor)
    type(team).objects.filter(pk=team.pk).update(comment_policy="held")
    change(comment, editor)
    assert again(comment).state == State.PUBLIC


def test_a_held_comment_is_edited_where_its_author_sees_it_and_stays_held(as_person, reader, team, page):
    type(team).objects.filter(pk=team.pk).update(comment_policy="held")
    comment = say(page, reader)
    client = as_person(reader)
    assert f"/talk/{comment.pk}/more/" in client.get(page.address).content.decode()
    assert f"/talk/{comment.pk}/edit/" in client.get(f"/talk/{comment.pk}/more/").content.decode()
    assert send(client, comment).status_code == 302
    assert (again(comment).state, again(comment).comment) == (State.HELD, "It was fast")


def test_replies_to_words_that_wait_again_hang_below_a_line(as_person, reader, author, team, page, mine):
    say(page, author, "An answer", reply_to=mine.pk)
    type(team).objects.filter(pk=team.pk).update(comment_policy="held")
    change(mine, reader)
    text = as_person(UserFactory()).get(page.address).content.decode()
    assert "Waiting for a moderator" in text
    assert "An answer" in text
    assert "It was" not in text


def test_a_hidden_comment_is_mended_once_and_waits_for_a_moderator(as_person, reader, team, page, mine):
    moderating.hide(by=join(team, "editor"), comment=mine, reason="Say it kindly")
    client = as_person(reader)
    form = open_form(client, mine).content.decode()
    assert "Say it kindly" in form
    assert send(client, mine, "It could be faster", seen=seen_in(form)).status_code == 302
    row = again(mine)
    assert (row.state, row.comment, row.hidden_reason) == (State.HELD, "It could be faster", "")
    assert row.mended_at is not None
    assert ModerationRecord.objects.filter(comment=mine, action=ModerationRecord.Action.MEND, by=reader).count() == 1
    assert Article.objects.get(pk=page.pk).held_count == 1
    moderating.hide(by=join(team, "editor"), comment=row, reason="Still not")
    assert open_form(client, mine).status_code == 403
    assert send(client, mine, "Once more").status_code == 403


def test_what_flags_had_hidden_comes_back_mended_at_once(reader, page):
    comment = make_comment(page, reader, "Hm", state=State.HIDDEN, is_hidden_by_flags=True, hidden_at=timezone.now())
    change(comment, reader)
    row = again(comment)
    assert (row.state, row.is_hidden_by_flags, row.hidden_at) == (State.PUBLIC, False, None)


# --- History ----------------------------------------------------------------------------------------------------------


def test_those_who_moderate_read_what_it_said_before(as_person, reader, team, mine):
    change(mine, reader, "Then <b>fast</b>")
    change(mine, reader, "Then fine")
    client = as_person(join(team, "editor"))
    assert f"/talk/{mine.pk}/history/" in client.get(f"/talk/{mine.pk}/more/").content.decode()
    text = client.get(f"/talk/{mine.pk}/history/").content.decode()
    assert text.index("Then fine") < text.index("Then &lt;b&gt;fast") < text.index("<em>slow</em>")


@pytest.mark.parametrize("who", ["writer", "member", "stranger"])
def test_for_everybody_else_there_is_no_history(as_person, reader, team, mine, who):
    change(mine, reader)
    person = {"writer": reader, "member": join(team, "member"), "stranger": UserFactory()}[who]
    client = as_person(person)
    assert client.get(f"/talk/{mine.pk}/history/").status_code == 404
    assert "/history/" not in client.get(f"/talk/{mine.pk}/more/").content.decode()


def test_refusals_of_an_edit_share_one_kind(reader, page, mine):
    Comment.objects.filter(pk=mine.pk).update(locked_at=timezone.now())
    with pytest.raises(Refused):
        change(mine, reader)
