"""When `load_demo` says no, and what it takes its password from."""

import pytest
from django.core.management import CommandError, call_command

from demo.loading import load as loading
from demo.management.commands import load_demo
from people.models import User
from teams.models import Team
from tests.factories.people import UserFactory
from tests.factories.teams import make_team


@pytest.mark.parametrize("options", [{}, {"scale": 50}])
def test_database_with_somebody_in_it_is_refused_in_a_sentence(db, options):
    UserFactory(username="somebody")
    with pytest.raises(CommandError, match=r"holds other content.*empty house"):
        call_command("load_demo", **options)
    assert list(User.objects.values_list("username", flat=True)) == ["somebody"]
    assert not Team.objects.exists()


def test_database_with_a_team_is_refused(db):
    make_team()
    with pytest.raises(CommandError, match="other content"):
        call_command("load_demo")


def test_a_loading_that_fails_leaves_nothing_behind(db, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(loading, "make_teams", break_down)
    monkeypatch.setattr(loading, "give_faces", lambda accounts: None)
    with pytest.raises(RuntimeError, match="the lights went out"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_large_organisation_has_a_least_size(db):
    with pytest.raises(CommandError, match="20 posts or more"):
        call_command("load_demo", scale=3)


@pytest.mark.parametrize(("said", "used"), [("our own one", "our own one"), ("", "intramural-demo")])
def test_password_comes_from_the_environment(db, monkeypatch, said, used):
    got = []
    monkeypatch.setenv("DEMO_PASSWORD", said)
    monkeypatch.setattr(load_demo, "load", lambda *, password, say: got.append(password))
    call_command("load_demo")
    assert got == [used]
