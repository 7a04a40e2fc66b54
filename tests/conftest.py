"""What every test may ask for."""

import gc
import os

import pytest
from django.core.cache import cache
from django.db import connection
from wagtail.models import Site

from tests import template_database
from tests.factories.people import AdministratorFactory, UserFactory

LOADED_ONCE = ("tests/demo/loaded/", "tests/demo/test_scale.py::TestBuilt")


def pytest_configure(config):
    """Workers share one migration: see tests/template_database.py. A database that is kept is theirs already."""
    is_worker = hasattr(config, "workerinput")
    starts_workers = (config.getoption("numprocesses", None) or 0) > 1 and not config.option.collectonly
    if starts_workers and not is_worker and not config.getoption("reuse_db"):
        folder, process = template_database.begin()
        config.add_cleanup(lambda: template_database.end(folder, process))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests that share a loaded demo run in one worker, or each worker would load it. All others go wherever there is
    time; the marks that xdist offers for this do nothing in the version that we have."""
    if config.getvalue("dist") != "load":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return next((start for start in LOADED_ONCE if nodeid.startswith(start)), nodeid)

    return Together(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_keepdb):
    if template_database.VARIABLE in os.environ and not django_db_keepdb:
        template_database.copied_by(connection)


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
    tests themselves leave behind it finds as ever, a little later."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 25, 25)


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
