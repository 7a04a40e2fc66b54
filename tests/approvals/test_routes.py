"""Routes: who is asked, how many of them, in which order, and what a change afterwards does to what was said."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from approvals.deciders.tallies import approvers_for, tallies_of
from approvals.deciding import actions
from approvals.models import Decision, Request, RouteStep
from approvals.refusals import NotAsked
from approvals.rerouting.changes import remove_step, save_step
from approvals.routes.preview import route_of
from approvals.steps import ALL
from tests.factories.approvals import approve, asked, communications, edit, send_back
from tests.factories.blog import make_draft
from tests.factories.library import make_picture
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def people_of(request):
    return set(approvers_for(Request.objects.select_related("article__team", "workflow_state").get(pk=request.pk)))


def add(team, *people, name="Legal", position=15, **more):
    """A step that the team adds for itself, asking these people."""
    step = RouteStep.objects.create(
        team=team, name=name, position=position, asks="people" if people else "editors", **more
    )
    step.people.set(people)
    return step


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


@pytest.fixture
def editor(team):
    return join(team, "editor")


# --- Who and how many ---------------------------------------------------------------------------------------------


def test_a_step_of_the_team_comes_after_the_houses_and_before_live(team, editor):
    lawyer = UserFactory()
    add(team, lawyer)
    request = asked(team)
    assert people_of(request) == {editor}
    approve(editor, request)
    assert people_of(request) == {lawyer}
    assert not fresh(request.article).live
    approve(lawyer, request)
    assert fresh(request.article).live


def test_two_reviews_at_once_are_both_asked_and_both_must_say_yes(team, editor):
    lawyer = UserFactory()
    add(team, lawyer, position=10)
    request = asked(team)
    assert people_of(request) == {editor, lawyer}
    approve(lawyer, request)
    assert people_of(request) == {editor}
    assert not fresh(request.article).live
    approve(editor, request)
    assert fresh(request.article).live


def test_whoever_said_yes_beside_others_is_told_for_whom_it_waits(team, editor):
    lawyer = UserFactory()
    add(team, lawyer, position=10)
    request = asked(team)
    approve(lawyer, request)
    with pytest.raises(NotAsked, match=f"You approved this .* It waits for {editor.display_name}"):
        approve(lawyer, request)


def test_one_objection_pauses_everything_and_what_others_said_of_other_words_falls(team, editor):
    lawyer = UserFactory()
    add(team, lawyer, position=10)
    request = asked(team)
    approve(lawyer, request)
    send_back(editor, request)
    assert people_of(request) == set()
    author = fresh(request).workflow_state.requested_by
    edit(request.article.specific, author, title="Better")
    actions.submit(by=author, article=request.article)
    assert people_of(request) == {editor, lawyer}


def test_one_objection_leaves_standing_what_the_change_does_not_touch(team, editor):
    lawyer = UserFactory()
    add(team, lawyer, position=10, remit=["pictures"])
    request = asked(team)
    approve(lawyer, request)
    send_back(editor, request)
    author = fresh(request).workflow_state.requested_by
    edit(request.article.specific, author, title="Better")
    actions.submit(by=author, article=request.article)
    assert people_of(request) == {editor}
    approve(editor, request)
    assert fresh(request.article).live


def test_all_of_them_means_every_one(team, editor):
    people = [UserFactory(), UserFactory(), UserFactory()]
    add(team, *people, needed=ALL)
    request = asked(team)
    approve(editor, request)
    for number, person in enumerate(people):
        assert people_of(request) == set(people[number:])
        assert not fresh(request.article).live
        approve(person, request)
    assert fresh(request.article).live


def test_two_of_three_are_enough(team, editor):
    people = [UserFactory(), UserFactory(), UserFactory()]
    add(team, *people, needed=2)
    request = asked(team)
    approve(editor, request)
    approve(people[2], request)
    [tally] = tallies_of([Request.objects.select_related("article__team", "workflow_state").get(pk=request.pk)])
    assert (len(tally.approved), tally.needed) == (1, 2)
    approve(people[0], request)
    assert fresh(request.article).live


def test_somebody_in_two_steps_at_once_answers_both_with_one_word(team, editor):
    add(team, editor, position=10)
    request = asked(team)
    approve(editor, request)
    assert fresh(request.article).live
    assert Decision.objects.filter(person=editor).count() == 2


def test_all_without_the_one_who_wrote_it(team, editor):
    writer, other = UserFactory(), UserFactory()
    add(team, writer, other, needed=ALL)
    author = join(team, "author", writer)
    request = asked(team, author)
    approve(editor, request)
    assert people_of(request) == {other}
    approve(other, request)
    assert fresh(request.article).live


def test_leads_are_asked_where_fewer_are_left_than_must_say_yes(team, editor):
    lead, first, second = join(team, "lead"), UserFactory(), UserFactory()
    add(team, first, second, needed=2)
    author = join(team, "author", first)
    request = asked(team, author)
    approve(editor, request)
    assert people_of(request) == {second, lead}
    approve(second, request)
    approve(lead, request)
    assert fresh(request.article).live


@pytest.mark.parametrize("needed", [1, 2, ALL])
@pytest.mark.parametrize("position", [10, 15])
@pytest.mark.parametrize("asks", ["people", "leads", "group"])
def test_the_desks_question_and_the_list_of_people_agree(team, editor, needed, position, asks):
    comms, other = communications(), communications()
    lead, named = join(team, "lead"), UserFactory()
    step = RouteStep.objects.create(
        team=team, name="Second look", asks=asks, needed=needed, position=position,
        group=comms.groups.get() if asks == "group" else None,
    )  # fmt: skip
    step.people.set([named, other] if asks == "people" else [])
    everybody = [editor, lead, named, comms, other, join(team, "member"), AdministratorFactory(), UserFactory()]
    request = asked(team)
    for _turn in range(6):
        expected = people_of(request)
        for person in everybody:
            waits = Request.objects.awaiting(fresh(person)).filter(pk=request.pk).exists()
            assert waits == (person in expected), (person, expected)
        if not expected:
            break
        approve(min(expected, key=lambda one: one.pk), request)
    assert fresh(request.article).live


# --- Conditions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"only_purposes": ["decide"]}, True),
        ({"only_purposes": ["ask", "lesson"]}, False),
        ({"only_tag": "Money"}, True),
        ({"only_tag": "other"}, False),
        ({"only_visibilities": ["open"]}, True),
        ({"only_visibilities": ["closed", "secret"]}, False),
        ({"only_above": 1}, True),
        ({"only_above": 10_000}, False),
        ({"only_tag": "money", "only_purposes": ["ask"]}, False),
    ],
)
def test_a_step_is_asked_where_its_conditions_hold(team, editor, condition, holds):
    lawyer = UserFactory()
    add(team, lawyer, **condition)
    request = asked(team, purpose="decide", tags=["money"])
    approve(editor, request)
    assert fresh(request.article).live == (not holds)
    assert (people_of(request) == {lawyer}) == holds


def test_a_tag_that_comes_while_it_waits_brings_its_step(team, editor):
    lawyer, mender = UserFactory(), join(team, "editor")
    add(team, lawyer, only_tag="money")
    request = asked(team)
    page = type(request.article.specific).objects.get(pk=request.article_id)
    draft = page.get_latest_revision_as_object()
    draft.tags.add("money")
    draft.save_revision(user=mender)
    approve(editor, request)
    assert not fresh(request.article).live
    assert people_of(request) == {lawyer}


# --- What a change does -------------------------------------------------------------------------------------------


def test_a_new_picture_asks_again_who_answers_for_pictures_and_nobody_else(team):
    words, pictures, mender = UserFactory(), UserFactory(), join(team, "editor")
    RouteStep.objects.filter(team=None).update(name="Editors")
    add(team, words, name="Words", position=15, remit=["text", "schedule", "audience"])
    add(team, pictures, name="Pictures", position=16, remit=["pictures"])
    add(team, join(team, "editor"), name="Last", position=30)
    request = asked(team)
    first = next(iter(people_of(request)))
    approve(first, request)
    approve(words, request)
    approve(pictures, request)
    edit(request.article.specific, mender, lead_picture=make_picture(team), lead_alt="A tram")
    now = fresh(request)
    done = {step.name for step in now.steps.all() if step.is_done}
    assert done == {"Words"}
    assert now.step_name == "Editors", "whose approval covers everything"


def test_a_corrected_spelling_keeps_the_approvals_of_steps_that_allow_it(team, editor):
    mender = join(team, "editor")
    RouteStep.objects.filter(team=None).update(keeps_on_correction=True)
    lawyer = UserFactory()
    add(team, lawyer)
    request = asked(team, title="We recieved two trams", summary="Both are blue.")
    approve(editor, request)
    draft = type(request.article.specific).objects.get(pk=request.article_id).get_latest_revision_as_object()
    draft.title = "We received two trams"
    draft.is_marked_as_correction = True
    draft.save_revision(user=mender)
    assert people_of(request) == {lawyer}
    [correction] = fresh(request).corrections.all()
    assert correction.words == [["recieved", "received"]]
    approve(lawyer, request)
    assert fresh(request.article).title == "We received two trams"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "We received three trams"},
        {"title": "We received 2 trams"},
        {"summary": "Both are not blue."},
        {"purpose": "ask"},
        {"slug": "another-address"},
    ],
)
def test_more_than_spelling_is_no_correction_whatever_it_is_called(team, editor, changes):
    RouteStep.objects.filter(team=None).update(keeps_on_correction=True)
    lawyer, mender = UserFactory(), join(team, "editor")
    add(team, lawyer)
    request = asked(team, title="We received two trams", summary="Both are blue.")
    approve(editor, request)
    draft = type(request.article.specific).objects.get(pk=request.article_id).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.is_marked_as_correction = True
    draft.save_revision(user=mender)
    assert not fresh(request).corrections.exists()
    assert people_of(request) == {editor}


def test_a_correction_asks_again_where_the_step_does_not_allow_it(team, editor):
    lawyer, mender = UserFactory(), join(team, "editor")
    add(team, lawyer)
    request = asked(team, title="We recieved two trams")
    approve(editor, request)
    draft = type(request.article.specific).objects.get(pk=request.article_id).get_latest_revision_as_object()
    draft.title = "We received two trams"
    draft.is_marked_as_correction = True
    draft.save_revision(user=mender)
    assert people_of(request) == {editor}


def test_a_page_that_moves_to_another_team_is_asked_about_there(team, editor):
    from blog.rooms import blog_of

    add(team, UserFactory(), name="Law of the old team")
    there = make_team(posting_policy="editors")
    theirs = join(there, "editor")
    request = asked(team)
    approve(editor, request)
    page = type(request.article.specific).objects.get(pk=request.article_id)
    page.move(blog_of(there), pos="last-child")
    assert people_of(request) == {theirs}
    assert [step.name for step in fresh(request).steps.all()] == ["Team editors"]
    approve(theirs, request)
    assert fresh(request.article).live


def test_a_step_that_a_team_adds_is_asked_of_what_waits_already(team, editor):
    lead, lawyer = join(team, "lead"), UserFactory()
    request = asked(team)
    step = RouteStep(team=team, name="Legal", position=15, asks="people")
    save_step(step, people=[lawyer], by=lead)
    approve(editor, request)
    assert people_of(request) == {lawyer}


def test_a_step_that_is_taken_off_is_still_passed_by_what_was_submitted_with_it(team, editor):
    lead, lawyer = join(team, "lead"), UserFactory()
    step = add(team, lawyer)
    request = asked(team)
    remove_step(step, by=lead)
    approve(editor, request)
    assert people_of(request) == {lawyer}
    later = asked(team)
    approve(editor, later)
    assert fresh(later.article).live


# --- Before submitting --------------------------------------------------------------------------------------------


def test_the_route_is_told_before_submitting(team, editor):
    lawyer, author = UserFactory(), join(team, "author")
    add(team, lawyer, only_purposes=["decide"])
    page = make_draft(team, author, purpose="decide")
    told = [(stage.step.name, stage.people) for stage in route_of(page, team, by=author)]
    assert told == [("Team editors", [editor]), ("Legal", [lawyer])]
    assert [stage.step.name for stage in route_of(make_draft(team, author), team, by=author)] == ["Team editors"]


# --- Changing routes ----------------------------------------------------------------------------------------------


def posted(**more):
    return {
        "name": "Legal", "asks": "people", "people": "", "needed": "1", "position": "10", "working_hours": "16",
        "remit": ["text", "pictures", "schedule", "audience"], **more,
    }  # fmt: skip


def test_a_lead_adds_a_step_and_removes_it_again(client, team, editor):
    lead, lawyer = join(team, "lead"), UserFactory(username="lawyer")
    client.force_login(lead)
    page = reverse("approvals:team_route", args=[team.slug])
    response = client.post(f"{page}new/", posted(people="Lawyer"), follow=True)
    assert response.redirect_chain[-1][0] == page
    step = RouteStep.objects.get(team=team)
    assert (step.name, list(step.people.all())) == ("Legal", [lawyer])
    assert lawyer.display_name in response.content.decode()
    client.post(reverse("approvals:step", args=[step.pk]), posted(name="Law", people="lawyer"))
    assert fresh(step).name == "Law"
    client.post(reverse("approvals:remove_step", args=[step.pk]))
    assert not RouteStep.objects.filter(team=team).exists()


@pytest.mark.parametrize("role", ["editor", "author", "member"])
def test_nobody_else_changes_a_route(client, team, role):
    step = add(team, UserFactory())
    client.force_login(join(team, role))
    assert client.get(reverse("approvals:team_route", args=[team.slug])).status_code == 403
    assert client.post(reverse("approvals:new_team_step", args=[team.slug]), posted()).status_code == 403
    assert client.post(reverse("approvals:remove_step", args=[step.pk])).status_code == 404
    assert client.get(reverse("approvals:route")).status_code == 404


def test_no_team_removes_a_step_of_the_house(client, team):
    client.force_login(join(team, "lead"))
    step = RouteStep.objects.get(name="Team editors")
    assert client.post(reverse("approvals:remove_step", args=[step.pk])).status_code == 404
    assert RouteStep.objects.filter(pk=step.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"people": ""}, "Name at least one person"),
        ({"people": "nobody-here"}, "Nobody is called"),
        ({"people": "lawyer", "needed": "3"}, "Only 1 could approve"),
        ({"asks": "group", "people": ""}, "Choose the group"),
        ({"people": "lawyer", "remit": []}, "required"),
        ({"people": "lawyer", "position": "9999"}, "Select a valid choice"),
        ({"people": "lawyer", "working_hours": "0"}, "greater than or equal to 1"),
        ({"people": "lawyer\0"}, "Null characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(client, team, editor, wrong, words):
    UserFactory(username="lawyer")
    client.force_login(join(team, "lead"))
    response = client.post(reverse("approvals:new_team_step", args=[team.slug]), posted(**wrong))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert 'value="Legal"' in response.content.decode()
    assert not RouteStep.objects.filter(team=team).exists()


def test_a_secret_team_asks_only_its_own_people():
    team = make_team(posting_policy="editors", visibility="secret")
    step = RouteStep(team=team, name="Legal", position=15, asks="people")
    lead = join(team, "lead")
    with pytest.raises(ValidationError, match="Not in this team"):
        save_step(step, people=[UserFactory()], by=lead)
    save_step(step, people=[join(team, "member")], by=lead)


def test_the_house_always_asks_somebody(client):
    client.force_login(AdministratorFactory())
    step = RouteStep.objects.get(name="Team editors")
    response = client.post(reverse("approvals:remove_step", args=[step.pk]), follow=True)
    assert "Somebody must always be asked" in response.content.decode()
    assert RouteStep.objects.filter(pk=step.pk).exists()
    data = posted(asks="editors", position="10", policies=["communications"])
    response = client.post(reverse("approvals:step", args=[step.pk]), data)
    assert response.status_code == 422
    assert "must approve everything" in response.content.decode()


def test_an_administrator_changes_the_route_of_the_house_for_everybody(client, team, editor):
    client.force_login(AdministratorFactory())
    lawyer = UserFactory(username="lawyer")
    assert client.get(reverse("approvals:route")).status_code == 200
    data = posted(people="lawyer", position="30", policies=["editors"])
    assert client.post(reverse("approvals:new_step"), data).status_code == 302
    request = asked(team)
    approve(editor, request)
    assert people_of(request) == {lawyer}
