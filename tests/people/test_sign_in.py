"""The one door: in, out, kept out."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "the-well-behind-the-mill"


@pytest.fixture
def ada():
    person = UserFactory(username="ada", email="ada@intramural.example")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, username="ada", password=PASSWORD, **more):
    return client.post("/accounts/login/", {"username": username, "password": password, **more})


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("typed", ["ada", "Ada", "ADA", "ada@intramural.example"])
def test_a_person_signs_in_with_their_name_in_any_case_or_their_address(client, ada, typed):
    response = sign_in(client, typed)
    assert response.status_code == 302
    assert response.url == "/"
    assert signed_in(client)


def test_a_wrong_password_an_unknown_name_and_a_closed_account_get_the_same_answer(client, ada):
    UserFactory(username="gone", is_active=False, password="x")
    answers = []
    for name, password in (("ada", "wrong-wrong"), ("nobody", PASSWORD), ("gone", PASSWORD)):
        response = sign_in(client, name, password)
        assert response.status_code == 200
        assert not signed_in(client)
        form = response.context["form"]
        answers.append(str(form.non_field_errors()))
        assert f'value="{name}"' in response.content.decode()
    assert len(set(answers)) == 1


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "http:///evil.example",
        "javascript:alert(1)", "/\t/evil.example", " //evil.example", "https:evil.example",
    ],
)  # fmt: skip
def test_sign_in_never_leads_to_another_host(client, ada, target):
    response = sign_in(client, next=target)
    assert response.url == "/"
    assert client.get("/accounts/login/", {"next": target}).url == "/"


def test_sign_in_leads_to_where_somebody_wanted_to_be(client, ada):
    assert sign_in(client, next="/people/?q=a").url == "/people/?q=a"


def test_somebody_signed_in_is_sent_home_from_the_door(client, ada):
    sign_in(client)
    assert client.get("/accounts/login/").url == "/"
    assert client.get("/accounts/login/?next=/accounts/login/").url == "/"


def test_signing_out_needs_a_post(client, ada):
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 405
    assert signed_in(client)
    assert client.post("/accounts/logout/").url == "/accounts/login/"
    assert not signed_in(client)


def test_a_cookie_from_before_signing_out_opens_nothing(client, ada):
    sign_in(client)
    cookie = client.cookies["intramural_session"].value
    client.post("/accounts/logout/")
    client.cookies["intramural_session"] = cookie
    assert client.get("/people/").status_code == 302


def test_a_session_ends_after_a_fortnight_however_busy_it_is(client, ada, settings):
    sign_in(client)
    ends = client.session.get_expiry_date()
    session = client.session
    session["seen"] = 0
    session.save()
    assert client.get("/people/").status_code == 200
    assert client.session["seen"]
    assert client.session.get_expiry_date() == ends
    session = client.session
    session.set_expiry(timezone.now())
    session.save()
    assert client.get("/people/").status_code == 302


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, ada, django_user_model):
    from django.test import Client

    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    new = "a-kettle-of-green-tea"
    response = client.post(
        "/accounts/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert response.url == "/accounts/settings/"
    assert client.get("/people/").status_code == 200
    assert elsewhere.get("/people/").status_code == 302


def test_a_wrong_old_password_changes_nothing(client, ada):
    sign_in(client)
    client.post("/accounts/password/", {"old_password": "no", "new_password1": "q" * 20, "new_password2": "q" * 20})
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


@pytest.mark.parametrize("long", ["x" * 100_000, "x\0y", "é" * 500])
def test_odd_names_are_refused_with_a_form(client, ada, long):
    assert sign_in(client, long).status_code in {200, 400}


class TestThrottle:
    @pytest.fixture(autouse=True)
    def _on(self, settings):
        settings.AXES_ENABLED = True

    def test_after_eight_wrong_attempts_the_door_says_wait(self, client, ada, settings):
        for attempt in range(settings.AXES_FAILURE_LIMIT):
            # However it is spelled, it is one name.
            last = sign_in(client, ["ada", "Ada", "ADA"][attempt % 3], "wrong-wrong")
        assert last.status_code == 429
        assert "fifteen minutes" in last.content.decode()
        assert sign_in(client).status_code == 429
        assert not signed_in(client)

    def test_name_and_address_of_one_account_are_counted_together(self, client, ada, settings):
        for attempt in range(settings.AXES_FAILURE_LIMIT):
            last = sign_in(client, ["ada", "ada@intramural.example", "Ada@Intramural.Example"][attempt % 3], "wrong")
        assert last.status_code == 429
        assert sign_in(client, "ada@intramural.example").status_code == 429
        assert sign_in(client).status_code == 429

    def test_getting_in_by_address_forgets_what_was_mistyped_before(self, client, ada, settings):
        for _round in range(2):
            for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
                sign_in(client, "ada@intramural.example", "wrong-wrong")
            assert sign_in(client, "ada@intramural.example").status_code == 302
            client.post("/accounts/logout/")

    def test_others_still_get_in(self, client, ada, settings):
        UserFactory(username="grace").set_password(PASSWORD)
        grace = User.objects.get(username="grace")
        grace.set_password(PASSWORD)
        grace.save()
        for _ in range(settings.AXES_FAILURE_LIMIT):
            sign_in(client, "ada", "wrong-wrong")
        assert sign_in(client, "grace").status_code == 302


def test_everything_of_ours_but_the_doors_needs_sign_in(client, ada):
    for address in ("/people/", "/people/ada/", "/accounts/settings/", "/accounts/password/"):
        response = client.get(address)
        assert response.status_code == 302, address
        assert response.url.startswith("/accounts/login/")
    for name in ("login", "password_reset", "password_reset_done"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 200
