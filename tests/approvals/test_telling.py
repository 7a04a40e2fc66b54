"""Who is told what, once."""

import pytest
from django.core import mail

from approvals.deciding import actions
from notifications.kinds import told
from notifications.models import Notification
from tests.factories.approvals import approve, asked, communications, edit, send_back
from tests.factories.notifications import deliver
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


def lines(person):
    rows = list(Notification.objects.filter(person=person).order_by("pk"))
    return [item.sentence for item in told(person, rows)]


def test_approvers_are_asked_in_their_inbox_and_by_mail(team):
    editors = [join(team, "editor"), join(team, "lead")]
    request = asked(team, title="Two-week cycles")
    author = request.workflow_state.requested_by
    for editor in editors:
        assert lines(editor) == [f"{author} asks you to approve “Two-week cycles”"]
    assert lines(author) == []
    mails = deliver()
    assert sorted(address for sent in mails for address in sent.to) == sorted(one.email for one in editors)
    assert "/approvals/" in mails[0].body
    assert mails[0].subject == f"{author} asks you to approve: Two-week cycles"


def test_the_author_hears_why_it_came_back(team):
    editor = join(team, "editor")
    request = asked(team, title="Two-week cycles")
    send_back(editor, request, "Name the depot.")
    author = request.workflow_state.requested_by
    assert lines(author) == [f"{editor} asks for changes to “Two-week cycles”: Name the depot."]
    assert any("Name the depot." in sent.body for sent in deliver() if author.email in sent.to)


def test_the_author_hears_each_step_and_the_end():
    team = make_team(posting_policy="communications")
    editor, comms = join(team, "editor"), communications()
    request = asked(team, title="Cycles")
    author = request.workflow_state.requested_by
    approve(editor, request)
    approve(comms, request)
    assert lines(author) == [
        f"{editor} approved “Cycles” (Team editors); it goes on to the next step",
        f"{comms} approved “Cycles”; it is live now",
    ]


def test_those_who_were_asked_hear_of_a_withdrawal_without_mail(team):
    editor = join(team, "editor")
    request = asked(team, title="Cycles")
    deliver()
    actions.withdraw(by=request.workflow_state.requested_by, article=request.article)
    assert "withdrew" in lines(editor)[-1]
    assert deliver() == []


def test_the_author_hears_that_somebody_edited(team):
    editor = join(team, "editor")
    request = asked(team, title="Cycles")
    edit(request.article.specific, editor, title="Cycles, mended")
    assert lines(request.workflow_state.requested_by) == ["“Cycles, mended” was edited while it waits for approval"]


def test_nobody_is_told_twice_by_wagtail(team):
    editor, other = join(team, "editor"), join(team, "editor")
    request = asked(team)
    approve(editor, request)
    assert mail.outbox == []  # Wagtail would have sent its own within the action
    told_to = [address for sent in deliver() for address in sent.to]
    assert sorted(told_to) == sorted([editor.email, other.email, request.workflow_state.requested_by.email])


def test_who_lost_the_right_reads_neither_title_nor_link(team):
    team = make_team(posting_policy="communications", visibility="secret")
    comms, editor = communications(), join(team, "editor")
    request = asked(team, title="Cycles")
    approve(editor, request)
    assert "Cycles" in lines(comms)[0]
    approve(comms, request)
    assert lines(comms) == [""]
    assert not any("Cycles" in sent.body for sent in deliver() if comms.email in sent.to)
