"""What somebody takes back is gone for every reader at once, can be brought back for a day, and is wiped one day."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from conversations import moderating
from conversations.models import Comment, CommentVersion, Mention, State
from conversations.writing import deleting, editing
from notifications.mailing import send_mail
from notifications.models import Notification
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import say, seen
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

SECRET = "the words that I regret"


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
    return say(page, reader, SECRET)


def again(comment) -> Comment:
    return Comment.objects.select_related("page__team", "user").get(pk=comment.pk)


def act(client, comment, what):
    return client.post(f"/talk/{comment.pk}/{what}/")


def long_ago(comment, **age):
    Comment.objects.filter(pk=comment.pk).update(deleted_at=timezone.now() - timedelta(**age))


def test_it_is_asked_first_and_nothing_is_deleted_by_get(as_person, reader, mine):
    body = as_person(reader).get(f"/talk/{mine.pk}/delete/").content.decode()
    assert SECRET in body
    assert again(mine).state == State.PUBLIC


def test_without_answers_nothing_is_left_to_be_seen(as_person, reader, author, page, mine):
    assert act(as_person(reader), mine, "delete").status_code == 302
    row = again(mine)
    assert row.state == State.DELETED
    assert row.deleted_at is not None
    for person in (reader, author, UserFactory()):
        text = as_person(person).get(page.address).content.decode()
        assert SECRET not in text
        assert f'id="c{mine.pk}"' not in text
    assert Article.objects.get(pk=page.pk).comment_count == 0


def test_answers_stay_below_a_line_that_says_so(as_person, reader, author, page, mine):
    answer = say(page, author, "An answer", reply_to=mine.pk)
    act(as_person(reader), mine, "delete")
    text = as_person(UserFactory()).get(page.address).content.decode()
    assert "Deleted by its author" in text
    assert "An answer" in text
    assert SECRET not in text
    act(as_person(author), answer, "delete")
    assert "Deleted by its author" not in as_person(UserFactory()).get(page.address).content.decode()


def test_deleted_words_appear_nowhere(as_person, reader, author, team, page, mine):
    editor = join(team, "editor")
    told = Notification.objects.get(person=author)
    act(as_person(reader), mine, "delete")
    addresses = [
        "/",
        "/inbox/",
        page.address,
        f"/people/{reader.username}/",
        f"/people/{reader.username}/work/",
        "/search/?q=regret",
        "/teams/platform/",
    ]
    for person in (author, editor, AdministratorFactory()):
        client = as_person(person)
        for address in addresses:
            assert SECRET not in client.get(address).content.decode(), address
        for part in ("", "more/", "reply/", "edit/"):
            assert client.get(f"/talk/{mine.pk}/{part}").status_code == 404
    send_mail({"notification": told.pk})
    assert outbox.outbox == []


def test_those_who_moderate_find_it_in_its_history_until_it_is_wiped(as_person, reader, team, page, mine):
    say(page, reader, "An answer", reply_to=mine.pk)
    act(as_person(reader), mine, "delete")
    address = f"/talk/{mine.pk}/history/"
    assert address not in as_person(reader).get(page.address).content.decode()
    client = as_person(join(team, "editor"))
    assert address in client.get(page.address).content.decode()
    assert SECRET in client.get(address).content.decode()
    long_ago(mine, days=31)
    deleting.wipe()
    text = client.get(address).content.decode()
    assert SECRET not in text
    assert "The words are wiped." in text
    assert as_person(reader).get(address).status_code == 404


def test_a_closed_thread_still_lets_people_take_back_their_words(as_person, reader, team, mine):
    type(team).objects.filter(pk=team.pk).update(comment_policy="closed")
    Comment.objects.filter(pk=mine.pk).update(submit_date=timezone.now() - timedelta(days=400))
    act(as_person(reader), mine, "delete")
    assert again(mine).state == State.DELETED


def test_nobody_answers_hides_or_approves_what_is_deleted(as_person, reader, author, team, page, mine):
    deleting.delete(by=reader, comment=mine)
    response = as_person(author).post(f"/talk/{mine.pk}/reply/", {"text": "Hm", "client_key": "a-form-of-mine"})
    assert response.status_code == 422
    editor = join(team, "editor")
    assert moderating.hide(by=editor, comment=again(mine), reason="Rude") is None
    assert moderating.restore(by=editor, comment=again(mine), seen=seen(again(mine))) is None
    assert again(mine).state == State.DELETED


# --- Bringing it back -------------------------------------------------------------------------------------------------


def test_it_is_brought_back_as_it_was(as_person, reader, page, mine):
    client = as_person(reader)
    before = Comment.objects.filter(pk=mine.pk).values().get()
    offered = client.get(act(client, mine, "delete")["Location"]).content.decode()
    assert "bring it back for 24 hours" in offered
    assert act(client, mine, "bring-back").status_code == 302
    after = Comment.objects.filter(pk=mine.pk).values().get()
    assert {name for name in before if before[name] != after[name]} == {"changed_at"}
    assert SECRET in client.get(page.address).content.decode()
    assert Article.objects.get(pk=page.pk).comment_count == 1


def test_twice_is_once(reader, mine):
    assert deleting.delete(by=reader, comment=mine) is True
    assert deleting.delete(by=reader, comment=mine) is False
    assert deleting.bring_back(by=reader, comment=mine) is True
    assert deleting.bring_back(by=reader, comment=mine) is False


def test_what_a_moderator_had_hidden_or_not_yet_seen_is_not_shown_by_the_detour(reader, team, page):
    hidden = say(page, reader, "Rude")
    moderating.hide(by=join(team, "editor"), comment=hidden, reason="Rude")
    type(team).objects.filter(pk=team.pk).update(comment_policy="held")
    held = say(page, reader, "Waits")
    for comment, state in ((hidden, State.HIDDEN), (held, State.HELD)):
        deleting.delete(by=reader, comment=comment)
        deleting.bring_back(by=reader, comment=comment)
        assert again(comment).state == state
    assert again(hidden).is_removed


def test_after_a_day_it_stays_deleted(as_person, reader, page, mine):
    client = as_person(reader)
    act(client, mine, "delete")
    long_ago(mine, hours=25)
    for response in (client.get(f"/talk/{mine.pk}/bring-back/"), act(client, mine, "bring-back")):
        assert response["Location"] == f"{page.address}#talk"
    assert again(mine).state == State.DELETED


# --- Wiping -----------------------------------------------------------------------------------------------------------


def test_after_a_month_no_table_holds_the_words(as_person, reader, author, page, settings):
    named = UserFactory(username="named")
    mine = say(page, reader, f"{SECRET} @named")
    editing.edit(by=reader, comment=mine, text=f"{SECRET}, again @named", seen=editing.version_of(mine))
    answer = say(page, author, "An answer", reply_to=mine.pk)
    kept = say(page, reader, "Others stay")
    deleting.delete(by=reader, comment=mine)
    long_ago(mine, days=29)
    assert deleting.wipe() == 0
    long_ago(mine, days=31)
    assert deleting.wipe() == 1
    assert deleting.wipe() == 0
    row = again(mine)
    assert (row.comment, row.html) == ("", "")
    assert not CommentVersion.objects.filter(comment=mine).exists()
    assert not Mention.objects.filter(comment=mine).exists()
    assert all(SECRET not in str(told.data) for told in Notification.objects.all())
    assert Notification.objects.filter(person=named).exists()
    assert as_person(named).get("/inbox/").status_code == 200
    text = as_person(reader).get(page.address).content.decode()
    assert "Deleted by its author" in text
    assert "An answer" in text
    assert {again(answer).comment, again(kept).comment} == {"An answer", "Others stay"}


def test_nothing_is_wiped_that_can_still_be_brought_back(reader, mine, settings):
    settings.INTRAMURAL_DELETED_WORDS_DAYS = 0
    deleting.delete(by=reader, comment=mine)
    long_ago(mine, hours=23)
    assert deleting.wipe() == 0
    long_ago(mine, hours=25)
    assert deleting.wipe() == 1
