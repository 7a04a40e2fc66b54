"""What a start does to the database, and what it leaves alone."""

import dataclasses

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError
from wagtail.models import Site

from operations import preparation
from operations.models import Installation
from operations.preflight import DEMO_PASSWORD, Refusal, read
from tests.factories.people import AdministratorFactory, UserFactory

pytestmark = pytest.mark.django_db

NAMED = {"ADMIN_USERNAME": "boss", "ADMIN_EMAIL": "boss@intramural.example", "ADMIN_PASSWORD": "correct horse battery"}


@pytest.fixture
def demo(monkeypatch):
    """Stands in for `load_demo`: makes an administrator and counts how often it was asked."""
    loads = []

    def load(name, **options):
        assert name == "load_demo"
        loads.append(name)
        if load.error:
            raise load.error
        person = AdministratorFactory(username="admin")
        person.set_password(DEMO_PASSWORD)
        person.save()

    load.error = None
    load.loads = loads
    monkeypatch.setattr(preparation, "call_command", load)
    return load


def furnish(**environment):
    return preparation.furnish(read(environment), ask=nobody, say=lambda sentence: None)


def nobody():
    raise Refusal("There is no terminal.")


def test_the_demo_is_loaded_once(demo):
    assert furnish().demo_loaded_at is not None
    UserFactory(username="somebody")
    furnish()
    assert len(demo.loads) == 1


def test_a_house_begun_without_the_demo_never_gets_it(demo):
    furnish(DEMO="0", **NAMED)
    furnish()
    assert demo.loads == []
    assert get_user_model().objects.get().username == "boss"


def test_a_demo_that_was_interrupted_is_loaded_at_the_next_start(demo):
    demo.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        furnish()
    demo.error = None
    assert furnish().demo_loaded_at is not None


def test_a_demo_that_refuses_is_not_asked_again(demo):
    demo.error = CommandError("This database holds other content.")
    AdministratorFactory()
    furnish()
    furnish()
    assert len(demo.loads) == 1
    assert not Installation.objects.get().began_with_demo


def test_a_demo_that_opens_to_others_loses_its_public_password(demo):
    furnish()
    furnish(HOST="0.0.0.0", DEMO_PASSWORD="our own one")
    person = get_user_model().objects.get(username="admin")
    assert not person.check_password(DEMO_PASSWORD)
    assert person.check_password("our own one")


def test_a_loaded_demo_is_not_opened_to_others_with_its_public_password(demo):
    furnish()
    with pytest.raises(Refusal, match="DEMO_PASSWORD"):
        preparation.refuse_early(read({"HOST": "0.0.0.0", "DEMO": "0"}), can_ask=False)


def test_a_house_without_demo_opens_to_others_as_it_is(demo):
    furnish(DEMO="0", **NAMED)
    preparation.refuse_early(read({"HOST": "0.0.0.0"}), can_ask=False)


def test_the_named_administrator_may_sign_in_and_is_made_once(demo, client):
    furnish(DEMO="0", **NAMED)
    furnish(DEMO="0", **NAMED | {"ADMIN_USERNAME": "another"})
    person = get_user_model().objects.get()
    assert person.is_superuser
    assert person.check_password("correct horse battery")


def test_a_weak_password_for_the_administrator_is_refused_with_the_reason(demo):
    with pytest.raises(Refusal, match=r"too common|too short"):
        furnish(DEMO="0", **NAMED | {"ADMIN_PASSWORD": "password"})


def test_without_terminal_and_names_the_database_decides_whether_anybody_is_needed():
    without_names = read({"DEMO": "0"})
    with pytest.raises(Refusal, match="ADMIN_USERNAME"):
        preparation.refuse_early(without_names, can_ask=False)
    AdministratorFactory()
    preparation.refuse_early(without_names, can_ask=False)


def test_wagtail_learns_the_address(settings):
    settings.BASE_URL = "https://intramural.example"
    preparation.align_site()
    assert Site.objects.get(is_default_site=True).root_url == "https://intramural.example"


def test_a_migrated_database_is_known_without_loading_the_migrations():
    assert preparation.unapplied_migrations() == set()


def test_a_migration_that_was_not_applied_is_found(monkeypatch):
    recorder = preparation.MigrationRecorder
    known = dict(recorder(preparation.connection).applied_migrations())
    known.pop(("operations", "0001_first"))
    monkeypatch.setattr(recorder, "applied_migrations", lambda self: known)
    assert preparation.unapplied_migrations() == {("operations", "0001_first")}


def test_static_files_are_collected_again_only_when_they_changed(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    calls = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: calls.append(name))
    preparation.collect_static_files(lambda sentence: None)
    preparation.collect_static_files(lambda sentence: None)
    assert calls == ["collectstatic"]
    monkeypatch.setattr(preparation, "fingerprint_of_static_files", lambda: "changed")
    preparation.collect_static_files(lambda sentence: None)
    assert calls == ["collectstatic", "collectstatic"]


def test_wishes_do_not_change_once_they_are_read():
    with pytest.raises(dataclasses.FrozenInstanceError):
        read({}).port = 1
