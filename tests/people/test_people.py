"""The directory, profiles, and the end of somebody's access."""

import pytest
from django.test import Client

from people import actions
from people.models import User
from teams import members
from teams.models import Role
from tests.factories.blog import make_post
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(client):
    person = UserFactory(first_name="Vera", last_name="Viewer")
    client.force_login(person)
    return person


def read(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_directory_lists_who_works_here_by_name(client, viewer):
    UserFactory(first_name="Åse", last_name="Berg", job_title="Baker", place="Kiln")
    UserFactory(first_name="Bo", last_name="Adler")
    UserFactory(first_name="Gone", last_name="Goner", is_active=False)
    page = read(client, "/people/")
    assert page.index("Åse Berg") < page.index("Bo Adler")
    assert "Baker" in page
    assert "Goner" not in page


@pytest.mark.parametrize("query", ["ase", "ÅSE", "berg åse", "baker", "KILN", "dansk"])
def test_people_are_found_by_name_role_place_and_language_in_any_case(client, viewer, query):
    UserFactory(first_name="Åse", last_name="Berg", job_title="Baker", place="Kiln", languages="Dansk")
    UserFactory(first_name="Bo", last_name="Adler")
    page = read(client, "/people/", q=query)
    assert "Åse Berg" in page
    assert "Bo Adler" not in page


def test_nobody_found_is_said(client, viewer):
    assert "Nobody found for “zzz”" in read(client, "/people/", q="zzz")
    assert "&lt;script&gt;" in read(client, "/people/", q="<script>")


def test_the_directory_has_pages_of_twenty_and_costs_the_same(client, viewer, django_assert_max_num_queries):
    for _ in range(45):
        UserFactory()
    for number, count in (("1", 20), ("2", 20), ("3", 6)):
        assert read(client, "/people/", page=number).count('class="person-card"') == count
    client.get("/people/")
    with django_assert_max_num_queries(5):
        client.get("/people/")


@pytest.mark.parametrize("typed", ["ADA", "Ada", "aDa"])
def test_a_profile_has_one_address(client, viewer, typed):
    UserFactory(username="ada")
    assert client.get(f"/people/{typed}/").url == "/people/ada/"


@pytest.mark.parametrize("typed", ["nobody", "x" * 5000, "..", "%20", "é"])
def test_unknown_people_are_not_found(client, viewer, typed):
    assert client.get(f"/people/{typed}/").status_code == 404


def test_a_profile_shows_the_teams_its_viewer_may_know_this_person_is_in(client, viewer):
    person = UserFactory()
    opened, closed = make_team("Open Mill"), make_team("Closed Mill", visibility="closed")
    led, secret = make_team("Led Mill", visibility="closed"), make_team("Secret Mill", visibility="secret")
    for team in (opened, closed, secret):
        join(team, Role.EDITOR, person)
    join(led, Role.LEAD, person)
    page = read(client, person.get_absolute_url())
    assert "Open Mill" in page
    assert "Led Mill" in page  # its door names the leads to everybody
    assert "Closed Mill" not in page
    assert "Secret Mill" not in page
    for team in (closed, secret):
        join(team, Role.MEMBER, viewer)
    page = read(client, person.get_absolute_url())
    assert "Closed Mill" in page
    assert "Secret Mill" in page
    lead = join(secret, Role.LEAD)
    members.remove_member(team=secret, person=viewer, by=lead)
    assert "Secret Mill" not in read(client, person.get_absolute_url())


def test_a_profile_costs_the_same_for_a_few_and_for_many(client, viewer, django_assert_max_num_queries):
    person = UserFactory(username="ada")
    team = make_team(posting_policy="directly")
    join(team, "author", person)
    editor = join(team, "editor")
    for number in (1, 25):
        for _ in range(number):
            make_post(team, person)
            join(make_team(), "member", person)
        for who in (viewer, editor):
            client.force_login(who)
            client.get("/people/ada/")
            with django_assert_max_num_queries(11):
                client.get("/people/ada/")


def test_hostile_words_in_a_profile_stay_words(client, viewer):
    UserFactory(username="eve", first_name="<b>Eve", about="<script>x</script>", languages="<i>")
    page = read(client, "/people/eve/")
    assert "<script>x" not in page
    assert "<b>Eve" not in page


# --- The end of somebody's access ---


def test_access_ends_at_the_next_request_and_no_session_revives(client):
    administrator = AdministratorFactory()
    ada = UserFactory(username="ada")
    hers = Client()
    hers.force_login(ada)
    assert hers.get("/people/").status_code == 200
    client.force_login(administrator)
    assert client.get("/people/ada/deactivate/").status_code == 200
    assert hers.get("/people/").status_code == 200
    assert client.post("/people/ada/deactivate/").status_code == 302
    assert hers.get("/people/").status_code == 302
    ada.refresh_from_db()
    assert ada.deactivated_at is not None
    assert "No longer here" in read(client, "/people/ada/")
    assert "ada" not in read(client, "/people/").lower().partition("<main")[2].partition("</main")[0]
    assert client.post("/people/ada/reactivate/").status_code == 302
    ada.refresh_from_db()
    assert ada.is_active
    assert ada.deactivated_at is None
    assert hers.get("/people/").status_code == 302
    hers.force_login(ada)
    assert hers.get("/people/").status_code == 200


def test_access_ended_on_the_screen_of_the_cms_ends_sessions_too(client):
    ada = UserFactory(username="ada")
    team = make_team()
    join(team, "author", ada)
    hers = Client()
    hers.force_login(ada)
    client.force_login(AdministratorFactory())
    data = {"username": "ada", "email": "ada@intramural.example", "first_name": "Ada", "last_name": "L",
            "time_zone": "UTC"}  # fmt: skip
    assert client.post(f"/admin/users/edit/{ada.pk}/", data).status_code == 302
    assert hers.get("/people/").status_code == 302
    ada.refresh_from_db()
    assert not ada.is_active
    client.post(f"/admin/users/edit/{ada.pk}/", data | {"is_active": "on"})
    assert hers.get("/people/").status_code == 302
    # The screen knows nothing of teams, and takes nothing from them.
    assert team.authors_id in ada.groups.values_list("pk", flat=True)


def test_what_somebody_wrote_keeps_their_name(client, viewer):
    team = make_team(posting_policy="directly")
    ada = join(team, "author", UserFactory(username="ada"))
    post = make_post(team, ada)
    actions.deactivate(person=ada, by=AdministratorFactory())
    assert ada.display_name in read(client, f"/teams/{team.slug}/blog/{post.slug}/")
    assert team.memberships.filter(person=ada).exists()
    assert ada.display_name not in read(client, f"/teams/{team.slug}/members/")


def test_an_administrator_sees_what_somebody_leaves_behind(client):
    administrator = AdministratorFactory()
    ada = UserFactory(username="ada")
    alone, shared = make_team("Lonely Mill", visibility="secret"), make_team("Shared Mill")
    join(alone, "lead", ada)
    join(alone, "lead", UserFactory(is_active=False))
    join(shared, "lead", ada)
    join(shared, "lead")
    client.force_login(administrator)
    page = read(client, "/people/ada/deactivate/")
    assert "Lonely Mill" in page
    assert "Shared Mill" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_ends_anybodys_access(client, viewer, method):
    ada = UserFactory(username="ada")
    for verb in ("deactivate", "reactivate"):
        status = getattr(client, method)(f"/people/ada/{verb}/").status_code
        assert status == (405 if (method, verb) == ("get", "reactivate") else 403)
    ada.refresh_from_db()
    assert ada.is_active


def test_nobody_ends_their_own_access(client):
    administrator = AdministratorFactory(username="root")
    client.force_login(administrator)
    response = client.post("/people/root/deactivate/")
    assert response.status_code == 422
    assert "another administrator" in response.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


# --- Screens of the CMS ---


def test_account_screens_are_for_administrators_and_groups_have_none(client, viewer):
    team = make_team()
    join(team, "lead", viewer)
    assert client.get("/admin/users/").status_code in {302, 403, 404}
    client.force_login(AdministratorFactory())
    page = read(client, "/admin/users/")
    assert viewer.username in page
    assert client.get("/admin/groups/").status_code == 404
    assert client.get(f"/admin/users/delete/{viewer.pk}/").url == f"/people/{viewer.username}/deactivate/"
    for action in ("delete", "assign_role", "set_active_state"):
        assert client.get(f"/admin/bulk/people/user/{action}/?id={viewer.pk}").status_code == 404
        assert client.post(f"/admin/bulk/people/user/{action}/?id={viewer.pk}").status_code == 404
    assert User.objects.filter(pk=viewer.pk, is_active=True).exists()


def test_administrators_hand_out_the_groups_of_the_house_and_no_team(client, viewer):
    from teams.house import moderators_group

    team = make_team("Mill")
    client.force_login(AdministratorFactory())
    page = read(client, f"/admin/users/edit/{viewer.pk}/")
    assert "Moderators" in page
    assert "Mill · editors" not in page
    assert "Languages" in page
    data = {"username": viewer.username, "email": "v@intramural.example", "first_name": "V", "last_name": "V",
            "time_zone": "UTC", "is_active": "on"}  # fmt: skip
    client.post(f"/admin/users/edit/{viewer.pk}/", data | {"groups": [team.editors_id]})
    assert not viewer.groups.exists()
    client.post(f"/admin/users/edit/{viewer.pk}/", data | {"groups": [moderators_group().pk]})
    assert list(viewer.groups.all()) == [moderators_group()]


def test_administrators_make_accounts(client):
    client.force_login(AdministratorFactory())
    assert client.get("/admin/users/new/").status_code == 200
    data = {"username": "ada", "email": "ada@intramural.example", "first_name": "Ada", "last_name": "L",
            "time_zone": "Europe/Paris", "password1": "the-well-behind", "password2": "the-well-behind"}  # fmt: skip
    assert client.post("/admin/users/new/", data).status_code == 302
    assert User.objects.get(username="ada").time_zone == "Europe/Paris"
    assert client.post("/admin/users/new/", data | {"username": "ADA"}).status_code == 200
    assert User.objects.filter(username_folded="ada").count() == 1
