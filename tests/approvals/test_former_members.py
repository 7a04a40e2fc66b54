"""Somebody who left a team: what they asked for and decided there stays, and they hear no more of it."""

import pytest

from approvals.deciders.tallies import approvers_for
from approvals.deciding.hand_over import hand_over
from approvals.models import Request, RouteStep
from approvals.refusals import NotAsked
from approvals.routes.preview import route_of
from teams.members import change_role, remove_member
from tests.factories.approvals import approve, asked, communications, edit, send_back, task_of
from tests.factories.blog import make_draft, make_live
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["open", "closed", "secret"])
def team(request):
    return make_team("Quagga", visibility=request.param, posting_policy="communications")


@pytest.fixture
def lead(team):
    return join(team, "lead")


def html(response):
    return response.content.decode()


@pytest.mark.parametrize("going", ["removed", "member"])
def test_who_submitted_and_lost_the_role_reads_and_withdraws_it_no_more(client, team, lead, going):
    author = join(team, "author")
    waiting = asked(team, author, "Quagga plans")
    if going == "removed":
        remove_member(team=team, person=author, by=lead)
    else:
        change_role(team=team, person=author, role="member", by=lead)
    edit(waiting.article.specific, lead, title="Quagga plans, second thoughts")
    task = task_of(waiting)
    client.force_login(author)
    assert "Quagga plans" not in html(client.get("/approvals/"))
    for more in ("", "page/"):
        assert client.get(f"/approvals/{task.pk}/{more}").status_code == 404
    assert client.post(f"/approvals/withdraw/{waiting.article_id}/").status_code == 404
    assert Request.objects.open().filter(pk=waiting.pk).exists()


def test_the_remark_on_what_came_back_is_for_those_still_there(client, team, lead):
    author = join(team, "author")
    waiting = asked(team, author)
    remove_member(team=team, person=author, by=lead)
    send_back(lead, waiting, "The quagga is extinct.")
    client.force_login(author)
    assert "extinct" not in html(client.get("/approvals/"))


def test_an_editor_who_submitted_what_others_wrote_follows_it_as_long_as_they_edit(client, team, lead):
    from approvals.deciding import actions

    editor = join(team, "editor")
    waiting = actions.submit(by=editor, article=make_draft(team, join(team, "author"), "Quagga plans"))
    address = f"/approvals/{task_of(waiting).pk}/"
    client.force_login(editor)
    assert client.get(address).status_code == 200
    assert "Withdraw" in html(client.get("/approvals/"))
    change_role(team=team, person=editor, role="author", by=lead)
    assert client.get(address).status_code == 404


def test_who_decided_and_left_learns_their_own_word_and_no_names(client, team, lead):
    editor = join(team, "editor")
    waiting = asked(team, join(team, "author"))
    first = task_of(waiting)
    approve(editor, waiting)
    next_one = communications()
    remove_member(team=team, person=editor, by=lead)
    client.force_login(editor)
    page = html(client.get(f"/approvals/{first.pk}/"))
    assert f"{editor} approved this" in page
    assert str(next_one) not in page
    assert client.get(f"/approvals/{task_of(waiting).pk}/").status_code == 404


def test_a_reader_of_a_live_page_does_not_learn_its_next_title_from_what_they_decided(client):
    team = make_team("Quagga", posting_policy="editors")
    editor, lead = join(team, "editor"), join(team, "lead")
    page = make_live(make_draft(team, join(team, "author"), "Seen by all"))
    edit(page, lead, title="Seen by all")
    from approvals.deciding import actions

    approve(editor, actions.submit(by=lead, article=page))
    edit(page, lead, title="Not yet said")
    remove_member(team=team, person=editor, by=lead)
    client.force_login(editor)
    desk = html(client.get("/approvals/"))
    assert "Seen by all" in desk
    assert "Not yet said" not in desk


# --- Whom a route names, or to whom it was handed, and who left since ---------------------------------------------


def leave(team, person):
    remove_member(team=team, person=person, by=AdministratorFactory())


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_who_is_named_by_a_closed_team_and_left_is_asked_nothing_any_more(client, visibility):
    team = make_team(posting_policy="editors", visibility=visibility)
    lead, named = join(team, "lead"), join(team, "member")
    step = RouteStep.objects.create(team=team, name="Legal", position=5, asks="people")
    step.people.add(named)
    request = asked(team)
    assert Request.objects.awaiting(now(named)).exists()
    address = f"/approvals/{task_of(request).pk}/"
    leave(team, named)
    page = make_draft(team, join(team, "author"))
    assert named not in [one for stage in route_of(page, team, by=lead) for one in stage.people]
    assert not Request.objects.awaiting(now(named)).exists()
    assert set(approvers_for(Request.objects.get(pk=request.pk))) == {lead}
    assert Request.objects.awaiting(now(lead)).exists()
    client.force_login(now(named))
    assert client.get(address).status_code == 404


def test_whom_the_house_names_is_asked_in_a_closed_team_too():
    team = make_team(posting_policy="editors", visibility="closed")
    officer = UserFactory()
    step = RouteStep.objects.create(policies=["editors"], name="Data protection", position=5, asks="people")
    step.people.add(officer)
    request = asked(team)
    assert set(approvers_for(request)) == {officer}
    assert Request.objects.awaiting(officer).exists()


def test_an_open_team_that_closes_asks_only_its_own_people_from_then_on():
    team = make_team(posting_policy="editors")
    stranger, lead = UserFactory(), join(team, "lead")
    step = RouteStep.objects.create(team=team, name="Legal", position=5, asks="people")
    step.people.add(stranger)
    request = asked(team)
    assert Request.objects.awaiting(stranger).exists()
    type(team).objects.filter(pk=team.pk).update(visibility="secret")
    assert not Request.objects.awaiting(now(stranger)).exists()
    assert set(approvers_for(Request.objects.get(pk=request.pk))) == {lead}


@pytest.mark.parametrize("visibility", ["open", "closed", "secret"])
def test_who_took_a_decision_over_and_lost_the_role_decides_nothing(client, visibility):
    team = make_team(posting_policy="editors", visibility=visibility)
    giver, taker = join(team, "editor"), join(team, "editor")
    named = join(team, "member")
    step = RouteStep.objects.create(team=team, name="Legal", position=5, asks="people")
    step.people.add(named)
    request = asked(team)
    hand_over(by=named, task_state=task_of(request), to=taker)
    assert Request.objects.awaiting(now(taker)).exists()
    leave(team, taker)
    assert not Request.objects.awaiting(now(taker)).exists()
    assert taker not in approvers_for(Request.objects.get(pk=request.pk))
    with pytest.raises(NotAsked):
        approve(now(taker), request)
    # Nobody holds it now, so whoever gave it away is asked again.
    assert Request.objects.awaiting(now(named)).exists()
    assert set(approvers_for(Request.objects.get(pk=request.pk))) == {named}
    assert giver not in approvers_for(Request.objects.get(pk=request.pk))
