"""Those concerned hear of a comment, once; nobody hears of what they may not read."""

import pytest
from django.core import mail

from conversations import moderating
from conversations.models import Comment
from conversations.refusals import CannotReply
from conversations.telling import told
from notifications import kinds
from notifications.models import Notification
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import say, seen, spread_word
from tests.factories.people import UserFactory
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


def heard(kind=None):
    rows = Notification.objects.filter(**({"kind": kind} if kind else {}))
    return {(row.person_id, row.kind, row.target_id) for row in rows}


def test_the_author_of_the_page_and_the_one_answered_hear_of_it_once(page, reader, author):
    root = say(page, reader)
    assert heard() == {(author.pk, told.ON_PAGE, root.pk)}
    other = UserFactory()
    answer = say(page, other, reply_to=root.pk)
    assert heard() == {
        (author.pk, told.ON_PAGE, root.pk),
        (author.pk, told.ON_PAGE, answer.pk),
        (reader.pk, told.REPLY, answer.pk),
    }
    to_the_author = say(page, author, reply_to=answer.pk)
    assert (other.pk, told.REPLY, to_the_author.pk) in heard()
    assert len(heard()) == 4


def test_an_author_who_is_answered_is_told_that_and_not_twice(page, reader, author):
    own = say(page, author)
    answer = say(page, reader, reply_to=own.pk)
    assert heard() == {(author.pk, told.REPLY, answer.pk)}


def test_sending_twice_tells_once(page, reader):
    say(page, reader, key="the-same-key")
    say(page, reader, key="the-same-key")
    assert Notification.objects.count() == 1


def test_a_refused_comment_tells_nobody(page, reader):
    with pytest.raises(CannotReply):
        say(page, reader, reply_to=987_654)
    assert not Notification.objects.exists()


def test_a_held_comment_is_told_to_those_who_decide_and_to_nobody_else(reader):
    from teams.house import moderators_group

    team = make_team(comment_policy="held")
    author, editor, lead = (join(team, role) for role in ("author", "editor", "lead"))
    moderator = UserFactory()
    moderator.groups.add(moderators_group())
    join(make_team(), "editor")
    join(team, "editor", UserFactory(is_active=False))
    page = make_post(team, author)
    comment = say(page, reader)
    assert {person for person, _kind, _target in heard()} == {editor.pk, lead.pk, moderator.pk}
    moderating.approve(by=editor, comment=comment, seen=seen(comment))
    spread_word()
    assert heard(told.DECISION) == {(reader.pk, told.DECISION, comment.pk)}
    assert heard(told.ON_PAGE) == {(author.pk, told.ON_PAGE, comment.pk)}


def test_the_moderators_of_the_house_hear_nothing_of_closed_teams():
    from teams.house import moderators_group

    team = make_team(visibility="closed", comment_policy="held")
    editor, member = join(team, "editor"), join(team, "member")
    moderator = UserFactory()
    moderator.groups.add(moderators_group())
    say(make_post(team, join(team, "author")), member)
    assert {person for person, _kind, _target in heard()} == {editor.pk}


def test_the_author_of_a_hidden_comment_hears_why(page, reader, team):
    editor = join(team, "editor")
    comment = say(page, reader)
    moderating.hide(by=editor, comment=comment, reason="It names a customer")
    row = Notification.objects.get(kind=told.DECISION)
    kind = kinds.kind_named(told.DECISION)
    assert "It names a customer" in kind.sentence(row)
    assert kind.address(row) == f"/talk/{row.target_id}/edit/"
    assert kinds.is_seen(reader, row)
    moderating.restore(by=editor, comment=comment, seen=seen(comment))
    assert Notification.objects.filter(kind=told.DECISION).count() == 2
    assert Notification.objects.filter(kind=told.ON_PAGE).count() == 1


def test_who_left_is_not_told_and_reads_nothing_in_what_they_were_told():
    team = make_team(visibility="closed")
    author = join(team, "author")
    member, other = join(team, "member"), join(team, "member")
    page = make_post(team, author, "The merger")
    root = say(page, member)
    say(page, other, "Secret words", reply_to=root.pk)
    row = Notification.objects.get(kind=told.REPLY)
    assert kinds.is_seen(member, row)
    member.groups.clear()
    left = type(member).objects.get(pk=member.pk)
    assert not kinds.is_seen(left, row)
    say(page, other, "More of it", reply_to=root.pk)
    assert Notification.objects.filter(person=member).count() == 1


def test_what_was_told_of_a_comment_that_is_hidden_now_is_not_shown(page, reader, author, team):
    comment = say(page, reader, "Rude words")
    row = Notification.objects.get(person=author)
    moderating.hide(by=join(team, "editor"), comment=comment, reason="Rude")
    assert not kinds.is_seen(author, row)


@pytest.mark.parametrize("name", [told.REPLY, told.ON_PAGE, told.HELD, told.DECISION])
def test_every_kind_has_a_sentence_an_address_and_a_mail(name, page, reader, author, team):
    from notifications.mailing import send_mail

    editor = join(team, "editor")
    answered = say(page, author, "Asked")
    Article.objects.filter(pk=page.pk).update(comment_policy="held" if name == told.HELD else "")
    comment = say(
        page, reader, "<b>Bold</b>\r\nBcc: all@example.org", reply_to=answered.pk if name == told.REPLY else None
    )
    if name == told.DECISION:
        moderating.hide(by=editor, comment=comment, reason="Too bold")
    row = Notification.objects.filter(kind=name).first()
    kind = kinds.kind_named(name)
    assert page.title in kind.sentence(row)
    assert kind.address(row).startswith("/")
    mail.outbox.clear()
    send_mail({"notification": row.pk})
    (sent,) = mail.outbox
    assert sent.to == [row.person.email]
    assert page.title in sent.subject
    assert "Bcc" not in sent.subject
    assert f"http://testserver{kind.address(row)}" in sent.body


def test_the_inbox_shows_what_was_told(as_person, page, reader, author):
    say(page, reader, "What about the archive?")
    text = as_person(author).get("/inbox/").content.decode()
    assert "What about the archive?" in text
    assert f"/talk/{Comment.objects.get().pk}/" in text or "/inbox/" in text
