"""The desk and the review, for every kind of person."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals.models import Decision, Request, RequestStep, RouteStep
from core.access import can_view
from library.models import Picture, StoredDocument
from tests.factories.approvals import approve, asked, communications, edit, said, send_back, task_of
from tests.factories.blog import make_draft, make_live
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

DESK = "/approvals/"


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def address(request, more=""):
    return f"/approvals/{task_of(request).pk}/{more}"


def html(response):
    return response.content.decode()


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


def test_the_desk_shows_what_waits_for_me(client, team):
    request = asked(team, title="Two-week cycles")
    client.force_login(join(team, "editor"))
    page = html(client.get(DESK))
    assert "Two-week cycles" in page
    assert address(request) in page
    assert str(request.workflow_state.requested_by) in page


def test_the_desk_shows_its_author_who_is_asked(client, team):
    request = asked(team, title="Two-week cycles")
    editor = join(team, "editor")
    client.force_login(request.workflow_state.requested_by)
    page = html(client.get(DESK))
    assert str(editor) in page
    assert "Withdraw" in page


def test_the_desk_shows_its_author_why_it_came_back(client, team):
    request = asked(team)
    send_back(join(team, "editor"), request, "Name the depot.")
    client.force_login(request.workflow_state.requested_by)
    assert "Name the depot." in html(client.get(DESK))


def test_the_desk_shows_what_i_decided(client, team):
    request = asked(team, title="Two-week cycles")
    editor = join(team, "editor")
    approve(editor, request)
    client.force_login(editor)
    assert "Decided by you lately" in html(client.get(DESK))


def test_an_empty_desk_says_so(client):
    client.force_login(UserFactory())
    assert "Your desk is clear" in html(client.get(DESK))


@pytest.mark.parametrize("who", ["reader", "member", "other_author", "other_editor", "administrator"])
def test_nobody_elses_desk_shows_it(client, team, who):
    asked(team, title="Two-week cycles")
    join(team, "editor")
    people = {
        "reader": UserFactory(),
        "member": join(team, "member"),
        "other_author": join(team, "author"),
        "other_editor": join(make_team(), "editor"),
        "administrator": AdministratorFactory(),
    }
    client.force_login(people[who])
    assert "Two-week cycles" not in html(client.get(DESK))


@pytest.mark.parametrize("rows", [2, 7])
def test_the_desk_costs_the_same_however_full_it_is(client, django_assert_max_num_queries, team, rows):
    me = join(team, "editor")
    other = join(team, "editor")
    for number in range(rows):
        asked(team)
        mine = asked(team, me)
        if number % 2:
            send_back(other, mine)
        done = asked(team)
        approve(me, done)
    client.force_login(me)
    client.get(DESK)
    with django_assert_max_num_queries(12):
        assert client.get(DESK).status_code == 200


# --- The review -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status", "decides"),
    [
        ("editor", 200, True),
        ("lead", 200, True),
        ("author", 200, False),
        ("administrator", 200, False),
        ("other_author", 404, False),
        ("member", 404, False),
        ("reader", 404, False),
        ("other_editor", 404, False),
        ("communications", 404, False),
    ],
)
@pytest.mark.parametrize("visibility", ["open", "closed", "secret"])
def test_who_reads_and_decides(client, who, status, decides, visibility):
    team = make_team(posting_policy="editors", visibility=visibility)
    request = asked(team, title="Two-week cycles")
    join(team, "editor")
    people = {
        "editor": lambda: join(team, "editor"),
        "lead": lambda: join(team, "lead"),
        "author": lambda: request.workflow_state.requested_by,
        "administrator": AdministratorFactory,
        "other_author": lambda: join(team, "author"),
        "member": lambda: join(team, "member"),
        "reader": UserFactory,
        "other_editor": lambda: join(make_team(), "editor"),
        "communications": communications,
    }
    client.force_login(people[who]())
    for more in ("", "page/"):
        response = client.get(address(request, more))
        assert response.status_code == status
        assert ("Two-week cycles" in html(response)) == (status == 200)
    if status == 200:
        assert ("decide-bar" in html(client.get(address(request)))) == decides
    answer = client.post(address(request, "approve/"), said(request))
    assert answer.status_code == (302 if decides else 422 if status == 200 else 404)
    assert Decision.objects.exists() == decides


def test_signed_out_people_are_sent_to_the_door(client, team):
    request = asked(team)
    for place in (DESK, address(request), address(request, "page/")):
        response = client.get(place)
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")


def test_a_request_that_never_was_is_not_found(client):
    client.force_login(AdministratorFactory())
    for more in ("", "page/"):
        assert client.get(f"/approvals/999999/{more}").status_code == 404
    assert client.post("/approvals/999999/approve/").status_code == 404


def test_nothing_is_decided_by_opening_an_address(client, team):
    request = asked(team)
    client.force_login(join(team, "editor"))
    for more in ("approve/", "return/"):
        assert client.get(address(request, more)).status_code == 405
    assert client.get(f"/approvals/withdraw/{request.article_id}/").status_code == 405
    assert not Decision.objects.exists()


def test_approving_on_the_review(client, team):
    request = asked(team)
    client.force_login(join(team, "editor"))
    client.get(address(request))
    response = client.post(address(request, "approve/"), {"comment": "Good.", **said(request)}, follow=True)
    assert "You approved" in html(response)
    assert Request.objects.get(pk=request.pk).article.live


def test_sending_back_without_a_reason_keeps_the_form_open(client, team):
    request = asked(team)
    client.force_login(join(team, "editor"))
    response = client.post(address(request, "return/"), {"comment": "", **said(request)})
    assert response.status_code == 422
    assert "Say what should change" in html(response)


def test_a_stale_tab_keeps_the_reason_and_shows_what_changed(client, team):
    request = asked(team)
    told = said(request)
    edit(request.article.specific, join(team, "editor"), title="Edited meanwhile")
    client.force_login(join(team, "editor"))
    response = client.post(address(request, "return/"), {"comment": "Name the depot.", **told})
    assert response.status_code == 422
    page = html(response)
    assert "edited since you opened it (title)" in page
    assert "Name the depot." in page
    assert "Edited meanwhile" in page
    assert said(request)["digest"] in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize("changes", [{"digest": ""}, {"digest": "é"}, {"revision_id": "0"}, {"revision_id": "9" * 40}])
def test_odd_forms_are_answered_in_words(client, team, changes):
    request = asked(team)
    client.force_login(join(team, "editor"))
    response = client.post(address(request, "approve/"), said(request) | changes)
    assert response.status_code == 422
    assert not Decision.objects.exists()


def test_an_approver_who_comes_second_is_told_who_was_quicker(client, team):
    request = asked(team)
    first, second = join(team, "editor"), join(team, "editor")
    told, place = said(request), address(request)
    approve(first, request)
    client.force_login(second)
    assert f"{first} approved this" in html(client.get(place))
    response = client.post(place + "approve/", told)
    assert response.status_code == 422
    assert f"{first} approved this" in html(response)


def test_communications_learns_how_it_ended_and_no_more(client):
    team = make_team(posting_policy="communications", visibility="closed")
    request = asked(team, title="Two-week cycles")
    approve(join(team, "editor"), request)
    first, second = communications(), communications()
    place = address(request)
    client.force_login(second)
    assert "Two-week cycles" in html(client.get(place))
    approve(first, request)
    page = html(client.get(place))
    assert f"{first} approved this" in page
    assert "Two-week cycles" not in page
    client.force_login(first)
    assert "Two-week cycles" not in html(client.get(DESK))


def test_a_withdrawn_request_says_so(client, team):
    from approvals.deciding import actions

    request = asked(team)
    editor = join(team, "editor")
    actions.withdraw(by=request.workflow_state.requested_by, article=request.article)
    client.force_login(editor)
    assert f"{request.workflow_state.requested_by} withdrew this" in html(client.get(address(request)))


def test_the_author_withdraws_on_the_desk(client, team):
    request = asked(team)
    client.force_login(request.workflow_state.requested_by)
    response = client.post(f"/approvals/withdraw/{request.article_id}/", follow=True)
    assert "is withdrawn" in html(response)
    assert not Request.objects.open().exists()


def test_strangers_withdraw_nothing(client, team):
    request = asked(team)
    for stranger in (UserFactory(), join(team, "member"), join(team, "author")):
        client.force_login(stranger)
        assert client.post(f"/approvals/withdraw/{request.article_id}/").status_code == 404
    assert Request.objects.open().exists()


def test_the_review_marks_what_changed_against_the_live_page(client, team):
    author = join(team, "author")
    page = make_live(make_draft(team, author, "Cycles", summary="From 1 January all depots plan."))
    edit(page, author, summary="From 12 January all depots plan. <b>Really</b>")
    from approvals.deciding import actions

    request = actions.submit(by=author, article=page)
    client.force_login(join(team, "editor"))
    page = html(client.get(address(request)))
    marks = re.sub(r"<span class=\"visually-hidden\">(removed|added): </span>", "", page)
    assert "<del>1</del> <ins>12</ins>" in marks
    assert "&lt;b&gt;Really&lt;/b&gt;" in page
    assert "<b>Really</b>" not in page
    assert "As it will look" in page
    assert "<article" in html(client.get(address(request) + "?view=look"))


def test_the_reason_given_before_stands_on_the_review(client, team):
    from approvals.deciding import actions

    request = asked(team)
    editor = join(team, "editor")
    send_back(editor, request, "Name the depot.")
    again = actions.submit(by=request.workflow_state.requested_by, article=request.article)
    client.force_login(editor)
    assert "Name the depot." in html(client.get(address(again)))


# --- What being asked lets an approver read ------------------------------------------------------------


@pytest.fixture
def closed():
    return make_team(posting_policy="communications", visibility="closed")


def with_picture(team, author):
    from wagtail.images.tests.utils import get_test_image_file

    picture = Picture.objects.create(title="Plan", file=get_test_image_file(), collection=team.collection)
    other = Picture.objects.create(title="Other", file=get_test_image_file(), collection=team.collection)
    return picture, other


def test_an_approver_sees_the_pictures_of_what_they_are_asked_about_as_long_as_they_are(closed):
    author = join(closed, "author")
    picture, other = with_picture(closed, author)
    request = asked(closed, author, lead_picture=picture)
    comms, reader, editor = communications(), UserFactory(), join(closed, "editor")

    def sees(person, thing):
        return can_view(type(person).objects.get(pk=person.pk), type(thing).objects.get(pk=thing.pk))

    assert not sees(comms, picture)
    approve(editor, request)
    assert sees(comms, picture)
    assert sees(comms, request.article)
    assert not sees(comms, other)
    assert not sees(reader, picture)
    assert not Picture.objects.visible_to(comms).filter(pk=picture.pk).exists()
    assert not type(request.article).objects.visible_to(comms).exists()
    approve(comms, request)
    assert not sees(comms, picture)
    assert not sees(comms, request.article)


def test_naming_another_teams_picture_opens_it_to_nobody(closed):
    secret = make_team(visibility="secret")
    picture, _other = with_picture(secret, None)
    request = asked(closed, lead_picture=picture)
    approve(join(closed, "editor"), request)
    assert not can_view(communications(), picture)


def test_a_live_page_of_a_closed_team_stays_closed_to_who_is_asked_about_a_change(client, closed):
    author = join(closed, "author")
    page = make_live(make_draft(closed, author, "Cycles"))
    edit(page, author, title="Cycles, changed")
    from approvals.deciding import actions

    request = actions.submit(by=author, article=page)
    approve(join(closed, "editor"), request)
    comms = communications()
    assert not can_view(comms, type(page).objects.get(pk=page.pk))
    client.force_login(comms)
    assert client.get(page.address).status_code == 404
    assert "Cycles" in html(client.get(address(request)))


def test_task_and_workflow_states_are_read_by_those_concerned(closed):
    request = asked(closed)
    editor = join(closed, "editor")
    task, state = task_of(request), request.workflow_state
    for person in (editor, state.requested_by, AdministratorFactory()):
        assert can_view(person, task)
        assert can_view(person, state)
    for person in (communications(), UserFactory(), join(closed, "member"), join(closed, "author")):
        assert not can_view(person, task)
        assert not can_view(person, state)


def test_documents_follow_the_same_rule(closed):
    from django.core.files.base import ContentFile

    document = StoredDocument.objects.create(
        title="Plan", file=ContentFile(b"plan", "plan.txt"), collection=closed.collection
    )
    request = asked(closed, body=[("document", {"document": document, "note": ""})])
    assert document.pk in Request.objects.get(pk=request.pk).files["documents"]


# --- On other pages ---------------------------------------------------------------------------------------------------


def test_home_shows_what_waits_for_me(client, team):
    asked(team, title="Two-week cycles")
    client.force_login(join(team, "editor"))
    assert "Two-week cycles" in html(client.get("/"))


@pytest.mark.parametrize("rows", [1, 4])
def test_the_row_on_home_costs_the_same_however_much_waits(rf, django_assert_num_queries, team, rows):
    from approvals.sections import needs

    editor = join(team, "editor")
    for _n in range(rows):
        asked(team)
    request = rf.get("/")
    request.user = type(editor).objects.get(pk=editor.pk)
    request.user.get_username()
    from core.access import group_ids

    group_ids(request.user)
    needs(request, request.user)
    request.user = type(editor).objects.get(pk=editor.pk)
    request.user.get_username()
    group_ids(request.user)
    with django_assert_num_queries(4):  # those for whom they stand in among them
        needs(request, request.user).render(request)


def test_the_team_page_says_who_approves(client, team):
    editor = join(team, "editor")
    client.force_login(UserFactory())
    page = html(client.get(team.get_absolute_url()))
    assert "Who approves" in page
    assert str(editor) in page


def test_leaving_shows_what_only_they_can_decide(rf, team):
    from approvals.sections import left_behind

    editor = join(team, "editor")
    request = rf.get("/")
    request.user = AdministratorFactory()
    asked(team, title="Two-week cycles")
    assert "Two-week cycles" in left_behind(request, editor).render(request)
    join(team, "editor")
    assert left_behind(request, editor) is None


def test_reverse_names_are_the_ones_others_use():
    assert reverse("approvals:desk") == DESK
    assert reverse("approvals:review", args=[7]) == "/approvals/7/"


def test_what_asks_me_is_found_behind_much_that_waits_for_others_in_my_team(client, monkeypatch):
    """A team whose requests are all at Communications, and one that waits for its editor last of all."""
    from approvals.waiting import desk

    monkeypatch.setattr(desk, "LOOKED_THROUGH", 2)
    team = make_team(posting_policy="communications")
    me, other = join(team, "editor"), join(team, "editor")
    for number in range(4):
        approve(other, asked(team, title=f"For others {number}"))
    mine = asked(team, title="For me at last")
    Request.objects.filter(pk=mine.pk).update(due_at=timezone.now() + timedelta(days=90))
    client.force_login(me)
    page = html(client.get(DESK))
    waiting, others = page.split("Waiting for others in your teams")
    assert "For me at last" in waiting
    assert "For others 0" in others
    assert "For others" not in waiting


# --- Narrowing it, and several at once ----------------------------------------------------------------------------


def test_what_is_due_first_stands_first(client, team):
    me = join(team, "editor")
    later, sooner = asked(team, title="Later"), asked(team, title="Sooner")
    Request.objects.filter(pk=later.pk).update(due_at=timezone.now() + timedelta(days=3))
    Request.objects.filter(pk=sooner.pk).update(due_at=timezone.now() - timedelta(hours=1))
    client.force_login(me)
    page = client.get(DESK).content.decode()
    assert page.index("Sooner") < page.index("Later")
    assert 'class="dot due late"' in page


def test_the_desk_is_narrowed_to_a_team_and_a_purpose(client, team):
    me = join(team, "editor")
    other = make_team(posting_policy="editors")
    join(other, "editor", me)
    asked(team, title="Here and asking", purpose="ask")
    asked(team, title="Here and telling", purpose="inform")
    asked(other, title="There", purpose="ask")
    client.force_login(me)
    page = client.get(DESK, {"team": team.slug, "purpose": "ask"}).content.decode()
    assert "Here and asking" in page
    assert "Here and telling" not in page
    assert "There" not in page


@pytest.mark.parametrize("odd", [{"team": "no such team!"}, {"purpose": "money"}, {"team": "a" * 100_000}])
def test_an_odd_narrowing_shows_the_whole_desk_and_says_what_is_odd(client, team, odd):
    me = join(team, "editor")
    asked(team, title="Waiting")
    client.force_login(me)
    response = client.get(DESK, odd)
    assert response.status_code == 200
    assert "Waiting" in response.content.decode()


def test_an_editor_sees_what_waits_for_others_in_the_team_and_an_author_does_not(client):
    team = make_team(posting_policy="communications")
    editor, author, comms = join(team, "editor"), join(team, "author"), communications()
    request = asked(team, title="Two-week cycles")
    approve(editor, request)
    client.force_login(editor)
    page = client.get(DESK).content.decode()
    assert "Waiting for others in your teams" in page
    assert f"waits for {comms.display_name}" in page
    client.force_login(author)
    assert "Two-week cycles" not in client.get(DESK).content.decode()


def ticked(client):
    return re.findall(r'name="version" value="([^"]+)"', client.get(DESK).content.decode())


def test_several_pages_are_approved_at_once_where_the_step_allows_it(client, team):
    me = join(team, "editor")
    requests = [asked(team, title=f"Page {number}") for number in range(3)]
    client.force_login(me)
    assert ticked(client) == []
    RouteStep.objects.update(in_bulk=True)
    RequestStep.objects.update(in_bulk=True)
    versions = ticked(client)
    assert len(versions) == 3
    response = client.post("/approvals/approve-many/", {"version": versions[:2]}, follow=True)
    assert "You approved 2 pages." in response.content.decode()
    assert [fresh(request.article).live for request in requests].count(True) == 2


def test_what_changed_since_it_was_ticked_is_not_approved_and_the_rest_is(client, team):
    me, mender = join(team, "editor"), join(team, "editor")
    RouteStep.objects.update(in_bulk=True)
    moved, stays = asked(team, title="Moved"), asked(team, title="Stays")
    client.force_login(me)
    versions = ticked(client)
    edit(moved.article.specific, mender, title="Moved on")
    response = client.post("/approvals/approve-many/", {"version": versions}, follow=True)
    assert "was edited since you opened it" in response.content.decode()
    assert not fresh(moved.article).live
    assert fresh(stays.article).live


def test_a_step_that_wants_each_page_looked_at_is_not_passed_in_bulk(client, team):
    me = join(team, "editor")
    request = asked(team)
    task, now = task_of(request), fresh(request)
    client.force_login(me)
    version = f"{task.pk}:{now.revision_id}:{now.digest}"
    response = client.post("/approvals/approve-many/", {"version": version}, follow=True)
    assert "looked at by itself" in response.content.decode()
    assert not fresh(request.article).live


@pytest.mark.parametrize("version", ["", "::", "x:y:z", "1:2:3", f"{10**30}:1:{'0' * 64}", f"1:{10**30}:{'0' * 64}"])
def test_odd_ticks_approve_nothing(client, team, version):
    client.force_login(join(team, "editor"))
    response = client.post("/approvals/approve-many/", {"version": version})
    assert response.status_code in (302, 404)
