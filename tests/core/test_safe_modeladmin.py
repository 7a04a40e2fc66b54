"""Lists in the CMS tell nothing that they do not show, and change nothing by GET."""

import csv
import io

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.urls import include, path

from core.modeladmin import RowAction, SafeFilter, SafeModelAdmin
from core.spreadsheets import disarmed
from intramural.urls import urlpatterns as house
from people.models import User
from teams.house import moderators_group
from tests.factories.people import UserFactory


class ByPlace(SafeFilter):
    title = "place"
    parameter_name = "place"
    field = "place"

    def options(self, user):
        return [("Depot", "Depot"), ("Harbour", "Harbour")]


class WhyForm(forms.Form):
    why = forms.CharField()


class Retire(RowAction):
    name = "retire"
    label = "Retire"
    is_danger = True
    form_class = WhyForm

    @classmethod
    def is_offered(cls, user, row):
        return row.is_active and row.pk != user.pk

    def explanation(self):
        return "They lose their access."

    def act(self, user, answers):
        User.objects.filter(pk=self.row.pk).update(is_active=False, about=answers["why"])
        return "Done."


class PeopleScreen(SafeModelAdmin):
    """Shows people at places to whoever works as a keeper, and never those at the Vault."""

    model = User
    base_url_path = "test-people"
    list_display = ("username", "place", "is_active")
    list_filter = (ByPlace,)
    list_select_related = ()
    list_export = ("username", "about", "is_active", "unread_count")
    search_fields = ("username",)
    ordering = ("-pk",)
    row_actions = (Retire,)
    offers = frozenset({"index", "edit", "delete"})

    def rows_for(self, user):
        return User.objects.exclude(place="Vault").exclude(place="")

    def may_list(self, user):
        return user.job_title == "keeper"

    def may_edit(self, user, row):
        return False


class SilentScreen(PeopleScreen):
    base_url_path = "test-silent"
    list_export = ()
    row_actions = ()
    offers = frozenset({"index"})


screens = [PeopleScreen(), SilentScreen()]
urlpatterns = [
    *(path("admin/", include(list(screen.get_admin_urls_for_registration()))) for screen in screens),
    *house,
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def keeper(client):
    person = UserFactory(job_title="keeper", is_superuser=True)
    client.force_login(person)
    return person


@pytest.fixture
def three(db):
    return [
        UserFactory(username="ada", place="Depot", password="pbkdf2$secret"),
        UserFactory(username="bela", place="Harbour"),
        UserFactory(username="cleo", place="Vault"),
    ]


def names(response):
    return {row.username for row in response.context["object_list"]}


def test_the_list_shows_the_rows_of_this_person_newest_first(client, keeper, three):
    response = client.get("/admin/test-people/")
    assert [row.username for row in response.context["object_list"]] == ["bela", "ada"]
    assert response.context["all_count"] == 2


@pytest.mark.parametrize(
    "query",
    [
        "password__startswith=pbkdf2",
        "password__startswith=wrong",
        "groups__name=Moderators",
        "bogus=1",
        "is_active=notabool",
        "date_joined__gte=2026-01-01",
        "place__startswith=D",
        "pk=1",
        "_to_field=password",
    ],
)
def test_no_parameter_asks_about_what_is_not_shown(client, keeper, three, query):
    response = client.get(f"/admin/test-people/?{query}")
    assert response.status_code == 200
    assert names(response) == {"ada", "bela"}


def test_a_filter_narrows_by_what_it_offers_and_nothing_else(client, keeper, three):
    assert names(client.get("/admin/test-people/?place=Depot")) == {"ada"}
    assert names(client.get("/admin/test-people/?place=Vault")) == {"ada", "bela"}
    assert names(client.get("/admin/test-people/?place=")) == {"ada", "bela"}


def test_search_looks_into_the_named_fields_only(client, keeper, three):
    assert names(client.get("/admin/test-people/?q=ada")) == {"ada"}
    assert names(client.get("/admin/test-people/?q=pbkdf2")) == set()
    assert names(client.get('/admin/test-people/?q="')) == {"ada", "bela"}


@pytest.mark.parametrize(
    "query", ["p=99999", "p=-1", "p=x", "o=99", "o=x", "o=-1.2", "o=--5", "e=1", "p=9" * 50, "o=0.0.0"]
)
def test_odd_pages_and_orders_are_answered(client, keeper, three, query):
    assert client.get(f"/admin/test-people/?{query}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "",
        "edit/{ada}/",
        "edit/{cleo}/",
        "edit/abc/",
        "edit/99999999999999999/",
        "delete/{ada}/",
        "retire/{ada}/",
    ],
)
def test_whoever_may_not_list_finds_nothing_there(client, three, address):
    stranger = UserFactory()
    stranger.groups.add(moderators_group())  # who may enter the CMS, and not this screen
    client.force_login(stranger)
    filled = address.format(ada=three[0].pk, cleo=three[2].pk)
    assert client.get(f"/admin/test-people/{filled}").status_code == 404


@pytest.mark.parametrize(
    "address", ["edit/{cleo}/", "delete/{cleo}/", "retire/{cleo}/", "edit/{ada}/", "delete/{ada}/", "edit/a-b/"]
)
def test_rows_of_others_and_views_not_offered_are_not_there(client, keeper, three, address):
    filled = address.format(ada=three[0].pk, cleo=three[2].pk)
    assert client.get(f"/admin/test-people/{filled}").status_code == 404
    assert client.post(f"/admin/test-people/{filled}").status_code == 404


def test_views_that_are_not_offered_have_no_address(client, keeper, three):
    for address in ("create/", f"edit/{three[0].pk}/", f"delete/{three[0].pk}/", f"inspect/{three[0].pk}/"):
        assert client.get(f"/admin/test-silent/{address}").status_code == 404


def test_an_action_asks_first_and_acts_by_post_alone(client, keeper, three):
    address = f"/admin/test-people/retire/{three[0].pk}/"
    assert f'href="{address}"' in client.get("/admin/test-people/").content.decode()
    asked = client.get(address)
    assert asked.status_code == 200
    assert "They lose their access." in asked.content.decode()
    three[0].refresh_from_db()
    assert three[0].is_active

    assert client.post(address, {"why": ""}).status_code == 422
    assert client.post(address, {"why": "left"}).status_code == 302
    three[0].refresh_from_db()
    assert (three[0].is_active, three[0].about) == (False, "left")
    assert client.post(address, {"why": "again"}).status_code == 404


def test_an_export_runs_no_formula_and_keeps_false_and_zero(client, keeper, three):
    User.objects.filter(username="ada").update(about='=HYPERLINK("http://evil")', is_active=False)
    response = client.get("/admin/test-people/?export=csv&place=Depot")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert rows[1] == ["ada", '\'=HYPERLINK("http://evil")', "False", "0"]


def test_a_screen_without_columns_to_export_has_no_export(client, keeper, three):
    response = client.get("/admin/test-silent/?export=csv")
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cells_are_disarmed(cell):
    assert disarmed(cell) == f"'{cell}"


def test_a_screen_must_say_its_order_and_filter_safely():
    with pytest.raises(ImproperlyConfigured):
        type("Unordered", (PeopleScreen,), {"ordering": None})()
    with pytest.raises(ImproperlyConfigured):
        type("Unsafe", (PeopleScreen,), {"list_filter": ("place",)})()
