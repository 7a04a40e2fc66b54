"""What becomes of threads when pages, teams and people go other ways."""

import pytest
from django.utils import timezone

from conversations import moderating
from conversations.models import Comment, Flag, ModerationRecord, State
from conversations.moderating import flagging
from conversations.refusals import ThreadClosed
from conversations.telling import told
from notifications import kinds
from notifications.models import Notification
from people import actions
from publishing.models import Article
from teams.changes import archive_team
from teams.membership import put_in_groups
from teams.models import Membership
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, say, seen
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform", posting_policy="directly")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


def leave(team, person):
    Membership.objects.filter(team=team, person=person).delete()
    put_in_groups(team, person, None)
    return type(person).objects.get(pk=person.pk)


def told_to(person):
    """Kinds and sentences of everything that somebody may still read of what they were told."""
    rows = list(Notification.objects.filter(person=person).select_related("page", "actor"))
    return [(each.row.kind, each.sentence, each.address) for each in kinds.told(person, rows)]


def test_moved_into_a_closed_team_the_talk_is_that_teams(as_person, page, reader):
    from blog.rooms import blog_of

    closed = make_team("Closed", visibility="closed", posting_policy="directly")
    mover = join(closed, "lead", join(page.team, "lead"))
    new_editor, old_editor = join(closed, "editor"), join(page.team, "editor")
    comment = make_comment(page, reader, "From before")
    say(page, page.owner, "An answer", reply_to=comment.pk)
    page.move(blog_of(closed), pos="last-child", user=mover)
    assert Comment.objects.count() == 2
    moved = Article.objects.get(pk=page.pk)
    assert as_person(reader).get(f"/talk/{comment.pk}/").status_code == 404
    assert [sentence for _kind, sentence, _address in told_to(reader)] == [""]
    text = as_person(new_editor).get(moved.address).content.decode()
    assert "From before" in text
    assert f"/talk/{comment.pk}/hide/" in text
    assert as_person(old_editor).get(f"/talk/{comment.pk}/hide/").status_code == 404
    assert moderating.hide(by=new_editor, comment=Comment.objects.get(pk=comment.pk), reason="Rude")


def test_unpublished_a_thread_is_out_of_reach_and_comes_back_with_the_page(as_person, page, reader, editor):
    comment = make_comment(page, reader, "From before")
    flagging.flag(by=UserFactory(), comment=comment, reason="rude")
    page.specific.unpublish()
    for person in (reader, editor):
        assert as_person(person).get(f"/talk/{comment.pk}/").status_code == 404
    assert not Comment.objects.moderated_by(editor).exists()
    assert as_person(UserFactory()).post(f"/talk/{comment.pk}/flag/", {"reason": "rude"}).status_code == 404
    Article.objects.filter(pk=page.pk).update(live=True)
    assert "From before" in as_person(reader).get(page.address).content.decode()
    assert Comment.objects.waiting().moderated_by(editor).count() == 1


def test_an_archived_teams_threads_are_read_and_kept_in_order_and_nothing_is_added(
    as_person, team, page, reader, editor
):
    comment = make_comment(page, reader, "From before")
    archive_team(team=team, by=AdministratorFactory())
    text = as_person(reader).get(page.address).content.decode()
    assert "From before" in text
    assert "The team is archived" in text
    assert 'name="text"' not in text
    with pytest.raises(ThreadClosed):
        say(page, reader)
    assert as_person(UserFactory()).post(f"/talk/{comment.pk}/flag/", {"reason": "rude"}).status_code == 302
    assert moderating.hide(by=editor, comment=comment, reason="Rude")


def test_a_deleted_page_takes_everything_along_but_the_log_keeps_what_was_closed(page, reader, editor):
    comment = make_comment(page, reader)
    flagging.flag(by=UserFactory(), comment=comment, reason="rude")
    moderating.hide(by=editor, comment=comment, reason="Rude")
    moderating.close(by=editor, page=Article.objects.get(pk=page.pk), reason="Settled")
    page.delete()
    assert not Comment.objects.exists()
    assert not Flag.objects.exists()
    assert list(ModerationRecord.objects.values_list("action", "page")) == [("close", None)]
    assert [(sentence, address) for _kind, sentence, address in told_to(reader)] == [("", "")]


def test_who_leaves_a_closed_team_leaves_their_words_and_reads_no_more(as_person):
    team = make_team("Closed", visibility="closed")
    member = join(team, "member")
    page = make_post(team, join(team, "author"), "Inside")
    comment = say(page, member, "While I was in")
    moderating.hide(by=join(team, "editor"), comment=comment, reason="Rude")
    assert dict.fromkeys(kind for kind, _sentence, _address in told_to(member)) == {told.DECISION: None}
    member = leave(team, member)
    assert [sentence for _kind, sentence, _address in told_to(member)] == [""]
    assert as_person(member).get(page.address).status_code == 404
    moderating.restore(by=join(team, "editor"), comment=comment, seen=seen(comment))
    assert Notification.objects.filter(person=member).count() == 1
    assert "While I was in" in as_person(join(team, "member")).get(page.address).content.decode()


def test_an_editor_who_leaves_moderates_no_more_from_the_next_request_on(as_person, team, page, reader, editor):
    comment = make_comment(page, reader, state=State.HELD)
    client = as_person(editor)
    assert client.get(f"/talk/{comment.pk}/approve/").status_code == 200
    editor = leave(team, editor)
    assert client.post(f"/talk/{comment.pk}/approve/").status_code == 404
    assert client.get(f"/talk/on/{page.pk}/settings/").status_code == 404
    assert Comment.objects.get().state == State.HELD


def test_what_a_deactivated_person_wrote_stays_and_they_are_told_nothing(as_person, team, page, reader, editor):
    comment = make_comment(page, reader, "From before")
    actions.deactivate(person=reader, by=AdministratorFactory())
    Notification.objects.all().delete()
    moderating.hide(by=editor, comment=comment, reason="Rude")
    moderating.restore(by=editor, comment=comment, seen=seen(comment))
    assert not Notification.objects.filter(person=reader).exists()
    assert "From before" in as_person(editor).get(page.address).content.decode()


def test_a_flag_of_somebody_who_is_gone_counts_until_it_is_decided(page, reader, editor):
    comment = make_comment(page, reader)
    flagger = UserFactory()
    flagging.flag(by=flagger, comment=comment, reason="rude")
    actions.deactivate(person=flagger, by=AdministratorFactory())
    assert moderating.keep(by=editor, comment=comment, seen=seen(comment))
    assert Flag.objects.get().state == "declined"
    assert timezone.now() >= Flag.objects.get().record.at
