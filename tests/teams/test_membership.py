"""Who gets into a team, as what, and out again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from notifications.models import Notification
from people.models import User
from teams import joining, members
from teams.models import JoinRequest, Membership, RequestState, Role
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def role_of(team, person):
    membership = Membership.objects.filter(team=team, person=person).first()
    return membership.role if membership else None


def told(person):
    return set(Notification.objects.filter(person=person).values_list("kind", flat=True))


@pytest.mark.parametrize("kind", ["outsider", "former", "member", "author", "editor"])
@pytest.mark.parametrize("visibility", ["open", "closed", "secret"])
def test_nobody_but_leads_says_who_is_in(client, circle, kind, visibility):
    here = circle(visibility)
    stranger = UserFactory()
    client.force_login(here.person(kind))
    before = set(Membership.objects.values_list("person_id", "role"))
    base = f"/teams/{here.team.slug}/members/"
    expected = 403 if visibility == "open" or kind in {"member", "author", "editor"} else 404
    asked = JoinRequest.objects.create(team=here.team, person=stranger)
    for address, data in (
        (f"{base}add/", {"person": stranger.username, "role": "lead"}),
        (f"{base}add/", {"person": here.person(kind).username, "role": "lead"}),
        (f"{base}{here.member.username}/", {"role": "lead"}),
        (f"{base}{here.lead.username}/", {"remove": "yes"}),
        (f"/teams/{here.team.slug}/requests/{asked.pk}/", {"answer": "accept"}),
    ):
        assert client.post(address, data).status_code == expected, address
    assert set(Membership.objects.values_list("person_id", "role")) == before
    with pytest.raises(PermissionDenied):
        members.add_member(team=here.team, person=stranger, by=here.person(kind))


@pytest.mark.parametrize("kind", ["lead", "administrator"])
def test_leads_add_people_change_roles_and_remove_them(client, circle, kind):
    here = circle("closed")
    stranger = UserFactory()
    client.force_login(here.person(kind))
    base = f"/teams/{here.team.slug}/members/"
    client.post(f"{base}add/", {"person": stranger.username.upper(), "role": "author"})
    assert role_of(here.team, stranger) == Role.AUTHOR
    assert told(stranger) == {"added_to_team"}
    client.post(f"{base}{stranger.username}/", {"role": "editor"})
    assert role_of(here.team, stranger) == Role.EDITOR
    client.post(f"{base}{stranger.username}/", {"remove": "yes"})
    assert role_of(here.team, stranger) is None
    assert not stranger.groups.exists()


def test_finding_people_to_add_leaves_out_members_and_the_gone(client, circle):
    here = circle("open")
    UserFactory(username="zoe", first_name="Zoé", last_name="Quill")
    join(here.team, person=UserFactory(first_name="Inside", last_name="Quill"))
    UserFactory(first_name="Gone", last_name="Quill", is_active=False)
    client.force_login(here.lead)
    page = client.get(f"/teams/{here.team.slug}/members/", {"find": "zoe quill"}).content.decode()
    assert 'value="zoe"' in page
    page = client.get(f"/teams/{here.team.slug}/members/", {"find": "quill"}).content.decode()
    assert page.count('name="person"') == 1


def test_somebody_in_the_team_is_not_added_twice(client, circle):
    here = circle("open")
    client.force_login(here.lead)
    response = client.post(
        f"/teams/{here.team.slug}/members/add/", {"person": here.editor.username, "role": "lead"}, follow=True
    )
    assert "is in the team already" in response.content.decode()
    assert role_of(here.team, here.editor) == Role.EDITOR


@pytest.mark.parametrize("role", ["king", "", "lead'"])
def test_roles_that_are_none_are_refused(client, circle, role):
    here = circle("open")
    client.force_login(here.lead)
    client.post(f"/teams/{here.team.slug}/members/add/", {"person": here.outsider.username, "role": role})
    assert role_of(here.team, here.outsider) is None
    assert client.post(f"/teams/{here.team.slug}/members/{here.member.username}/", {"role": role}).status_code == 422
    assert role_of(here.team, here.member) == Role.MEMBER


@pytest.mark.parametrize("kind", ["lead", "administrator"])
def test_the_last_lead_stays(client, circle, kind):
    here = circle("closed")
    client.force_login(here.person(kind))
    address = f"/teams/{here.team.slug}/members/{here.lead.username}/"
    for data in ({"role": "member"}, {"remove": "yes"}):
        response = client.post(address, data)
        assert response.status_code == 422
        assert "only lead" in response.content.decode()
    client.force_login(here.person("lead"))
    assert client.post(f"/teams/{here.team.slug}/leave/").status_code == 422
    assert role_of(here.team, here.lead) == Role.LEAD


def test_a_lead_who_is_no_longer_here_does_not_count(circle):
    here = circle("open")
    gone = join(here.team, Role.LEAD, UserFactory(is_active=False))
    with pytest.raises(ValidationError):
        members.leave(team=here.team, person=here.lead)
    members.remove_member(team=here.team, person=gone, by=here.lead)
    members.change_role(team=here.team, person=here.editor, role=Role.LEAD, by=here.lead)
    members.leave(team=here.team, person=here.lead)
    assert role_of(here.team, here.lead) is None


def test_a_role_is_effective_at_the_next_click(client, circle):
    here = circle("secret")
    address = f"/teams/{here.team.slug}/"
    client.force_login(here.member)
    assert client.get(address).status_code == 200
    members.remove_member(team=here.team, person=here.member, by=here.lead)
    assert client.get(address).status_code == 404
    members.add_member(team=here.team, person=here.member, by=here.lead)
    assert client.get(address).status_code == 200


def test_open_teams_are_joined_and_left_by_oneself(client, circle):
    here = circle("open")
    client.force_login(here.outsider)
    assert client.get(f"/teams/{here.team.slug}/join/").status_code == 200
    assert role_of(here.team, here.outsider) is None
    for _again in range(2):
        assert client.post(f"/teams/{here.team.slug}/join/", {"role": "lead"}).status_code == 302
    assert role_of(here.team, here.outsider) == Role.MEMBER
    client.get(f"/teams/{here.team.slug}/leave/")
    assert role_of(here.team, here.outsider) == Role.MEMBER
    client.post(f"/teams/{here.team.slug}/leave/")
    assert role_of(here.team, here.outsider) is None


def test_closed_teams_are_asked_and_the_leads_answer(client, circle):
    here = circle("closed")
    client.force_login(here.outsider)
    for _again in range(2):
        client.post(f"/teams/{here.team.slug}/join/", {"message": "I carry matches."})
    asked = JoinRequest.objects.get()
    assert role_of(here.team, here.outsider) is None
    assert told(here.lead) == {"join_requested"}
    assert not told(here.editor)
    assert "You asked" in client.get(f"/teams/{here.team.slug}/").content.decode()
    client.force_login(here.lead)
    client.post(f"/teams/{here.team.slug}/requests/{asked.pk}/", {"answer": "accept"})
    assert role_of(here.team, here.outsider) == Role.MEMBER
    assert told(here.outsider) == {"join_accepted"}
    response = client.post(f"/teams/{here.team.slug}/requests/{asked.pk}/", {"answer": "decline"}, follow=True)
    assert "answered this already" in response.content.decode()
    assert role_of(here.team, here.outsider) == Role.MEMBER


def test_a_declined_person_hears_it_and_may_ask_again(client, circle):
    here = circle("closed")
    asked = joining.ask_to_join(team=here.team, person=here.outsider)
    client.force_login(here.lead)
    client.post(f"/teams/{here.team.slug}/requests/{asked.pk}/", {"answer": "decline"})
    assert told(here.outsider) == {"join_declined"}
    joining.ask_to_join(team=here.team, person=here.outsider, message="Please.")
    assert JoinRequest.objects.filter(state=RequestState.WAITING).count() == 1


def test_a_question_is_taken_back(client, circle):
    here = circle("closed")
    joining.ask_to_join(team=here.team, person=here.outsider)
    client.force_login(here.outsider)
    client.post(f"/teams/{here.team.slug}/join/withdraw/")
    assert not JoinRequest.objects.exists()


def test_a_request_is_answered_in_its_own_team_only(client, circle):
    here, there = circle("closed"), circle("open")
    asked = joining.ask_to_join(team=here.team, person=here.outsider)
    client.force_login(there.lead)
    assert client.post(f"/teams/{there.team.slug}/requests/{asked.pk}/", {"answer": "accept"}).status_code == 404
    assert role_of(here.team, here.outsider) is None


@pytest.mark.parametrize("kind", ["outsider", "former"])
def test_secret_teams_are_neither_joined_nor_asked(client, circle, kind):
    here = circle("secret")
    person = here.person(kind)
    client.force_login(person)
    assert client.post(f"/teams/{here.team.slug}/join/", {"message": "x"}).status_code == 404
    for act in (joining.join, joining.ask_to_join):
        with pytest.raises(PermissionDenied):
            act(team=here.team, person=person)
    assert not JoinRequest.objects.exists()


def test_closed_teams_are_not_joined_without_asking(circle):
    here = circle("closed")
    with pytest.raises(PermissionDenied):
        joining.join(team=here.team, person=here.outsider)


def test_no_get_changes_a_membership(client, circle):
    here = circle("open")
    client.force_login(here.lead)
    asked = JoinRequest.objects.create(team=here.team, person=here.outsider)
    before = Membership.objects.count()
    base = f"/teams/{here.team.slug}"
    assert client.get(f"{base}/members/add/?person={here.outsider.username}&role=lead").status_code == 405
    assert client.get(f"{base}/requests/{asked.pk}/?answer=accept").status_code == 405
    assert client.get(f"{base}/members/{here.member.username}/?remove=yes").status_code == 200
    assert Membership.objects.count() == before


def test_what_groups_make_of_a_person_stands_on_their_row(circle):
    here = circle("open")

    def standing(person):
        return User.objects.values_list("can_write", "has_cms").get(pk=person.pk)

    assert standing(here.member) == (False, False)
    assert standing(here.author) == (True, True)
    members.change_role(team=here.team, person=here.author, role=Role.MEMBER, by=here.lead)
    assert standing(here.author) == (False, False)
    from teams.house import moderators_group

    here.member.groups.add(moderators_group())
    assert standing(here.member) == (False, True)
    here.member.groups.clear()
    assert standing(here.member) == (False, False)
    moderators_group().user_set.add(here.member)
    assert standing(here.member) == (False, True)


def test_a_person_saved_from_an_old_copy_keeps_their_standing(circle):
    here = circle("open")
    old_copy = User.objects.get(pk=here.member.pk)
    members.change_role(team=here.team, person=here.member, role=Role.AUTHOR, by=here.lead)
    old_copy.place = "Depot"
    old_copy.save()
    assert User.objects.get(pk=here.member.pk).can_write


def test_the_members_page_costs_the_same_for_a_few_and_for_many(client, circle, django_assert_max_num_queries):
    here = circle("open")
    for number in (0, 30):
        for _ in range(number):
            join(here.team)
        client.force_login(here.person("lead"))
        client.get(f"/teams/{here.team.slug}/members/")
        with django_assert_max_num_queries(8):
            client.get(f"/teams/{here.team.slug}/members/")


def test_in_an_archived_team_nobody_joins(client, circle):
    from teams import changes

    here = circle("open")
    changes.archive_team(team=here.team, by=here.administrator)
    client.force_login(here.outsider)
    assert client.post(f"/teams/{here.team.slug}/join/").status_code == 404
    assert "Archived" in client.get(f"/teams/{here.team.slug}/").content.decode()


class TestScreenOfAdministrators:
    index = "/admin/memberships/"

    def test_it_is_for_administrators_alone(self, client, circle):
        here = circle("open")
        for kind in ("editor", "lead"):
            client.force_login(here.person(kind))
            assert client.get(self.index).status_code == 404
            assert client.get(f"{self.index}create/").status_code == 404
            row = Membership.objects.get(person=here.member)
            assert client.post(f"{self.index}remove/{row.pk}/").status_code == 404
        assert role_of(here.team, here.member)

    def test_administrators_add_change_and_remove_through_the_same_actions(self, client, circle):
        here = circle("secret")
        client.force_login(here.administrator)
        assert here.member.display_name in client.get(self.index).content.decode()
        response = client.post(
            f"{self.index}create/", {"person": here.outsider.username, "team": here.team.pk, "role": "author"}
        )
        assert response.status_code == 302
        assert role_of(here.team, here.outsider) == Role.AUTHOR
        assert told(here.outsider) == {"added_to_team"}
        row = Membership.objects.get(person=here.outsider)
        assert client.get(f"{self.index}role/{row.pk}/").status_code == 200
        client.post(f"{self.index}role/{row.pk}/", {"role": "editor"})
        assert role_of(here.team, here.outsider) == Role.EDITOR
        assert here.team.editors_id in here.outsider.groups.values_list("pk", flat=True)
        client.post(f"{self.index}remove/{row.pk}/")
        assert role_of(here.team, here.outsider) is None

    def test_the_last_lead_stays_here_too(self, client, circle):
        here = circle("open")
        client.force_login(here.administrator)
        row = Membership.objects.get(person=here.lead)
        response = client.post(f"{self.index}remove/{row.pk}/")
        assert response.status_code == 422
        assert "only lead" in response.content.decode()

    def test_filters_narrow_and_odd_ones_tell_nothing(self, client, circle):
        here = circle("open")
        there = make_team()
        outsider = join(there)
        client.force_login(here.administrator)
        page = client.get(self.index, {"team": there.pk}).content.decode()
        assert outsider.username not in page or outsider.display_name in page
        assert here.member.display_name not in page
        for query in ("person__password__startswith=p", "bogus=1", "team=x", "role=king"):
            assert client.get(f"{self.index}?{query}").status_code == 200

    def test_an_export_runs_no_formula(self, client, circle):
        here = circle("open")
        join(here.team, person=UserFactory(first_name="=cmd()", last_name="x"))
        client.force_login(here.administrator)
        body = b"".join(client.get(self.index, {"export": "csv"})).decode()
        assert "'=cmd() x" in body
