"""What every test may ask for."""

import gc

import pytest
from django.core.cache import cache
from wagtail.models import Site

from tests.factories.people import AdministratorFactory, UserFactory


def pytest_collection_modifyitems(items):
    """Tests that commit empty the database afterwards; the next of them gets back what migrations put there: the
    house, its groups and its workflows."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        by_marker = marker is not None and marker.kwargs.get("transaction")
        if by_marker or {"transactional_db", "live_server"} & set(item.fixturenames):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


def pytest_collection_finish():
    """What has been imported stays until the end: the collector need not look through it again and again. What
    tests themselves leave behind it finds as ever."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_kept_from_another_test():
    """Pieces and site paths are cached by id, and ids begin again with every test."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    yield
    cache.clear()


@pytest.fixture
def reader(db):
    return UserFactory(username="reader")


@pytest.fixture
def administrator(db):
    return AdministratorFactory()


@pytest.fixture
def as_person(client):
    """A client signed in as somebody: ``as_person(author).get(...)``."""

    def sign_in(person):
        client.force_login(person, backend="people.backends.FoldedNameBackend")
        return client

    return sign_in
