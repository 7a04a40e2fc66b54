"""What every answer says to browsers and to whatever stands between."""

import pytest

from tests.factories.blog import make_post
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

OURS = ("/", "/teams/", "/teams/platform/blog/", "/people/", "/search/?q=gate", "/inbox/", "/approvals/", "/nowhere/")


@pytest.fixture
def author():
    team = make_team("Platform")
    author = join(team, "author")
    make_post(team, author, "The north gate")
    return author


def policy_of(answer):
    """The Content-Security-Policy as a mapping of directive to its sources."""
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("address", OURS)
def test_our_pages_run_nothing_inline_and_fetch_nothing_from_elsewhere(as_person, author, address):
    policy = policy_of(as_person(author).get(address))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["form-action"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == ["'none'"]


def test_the_cms_may_run_what_wagtail_writes_inline_and_fetches_nothing_from_elsewhere(as_person, author):
    policy = policy_of(as_person(author).get("/admin/"))
    assert "'unsafe-inline'" in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"]
    for directive in ("script-src", "style-src", "img-src", "font-src", "connect-src"):
        assert not [source for source in policy[directive] if source.startswith(("http", "*"))], directive


@pytest.mark.parametrize("address", [*OURS, "/admin/", "/accounts/settings/"])
def test_nobody_in_between_keeps_what_was_answered_to_somebody(as_person, author, address):
    answer = as_person(author).get(address)
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/accounts/password_reset/", "/nowhere/", "/healthz"])
def test_those_outside_get_the_same_protection(client, address):
    answer = client.get(address)
    assert policy_of(answer)["script-src"] == ["'self'"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/admin/", "/nowhere/"])
def test_the_usual_headers_are_there(as_person, author, address):
    headers = as_person(author).get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}
    assert "geolocation=()" in headers["Permissions-Policy"]
