"""A server, a browser, and people who enter."""

import threading
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from . import chromium
from .visitor import Visitor

HERE = Path(__file__).parent
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items):
    """Everything here needs a browser and comes last: what is quick tells first what is wrong."""
    ours = [item for item in items if HERE in item.path.parents]
    no_browser = chromium.executable() is None and not chromium.is_required()
    for item in ours:
        item.add_marker(pytest.mark.browser)
        # The server's threads leave open files to the collector, which may come by in any test.
        item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
        if no_browser:
            item.add_marker(pytest.mark.skip(reason="NO BROWSER: install Chromium or name one in CHROMIUM"))
    others = [item for item in items if HERE not in item.path.parents]
    items[:] = others + ours


@pytest.fixture(scope="package")
def browser(django_db_setup):
    if chromium.executable() is None:
        pytest.fail("INTRAMURAL_REQUIRE_BROWSER is set and there is no Chromium: install it or name it in CHROMIUM.")
    expect.set_options(timeout=chromium.PATIENCE)
    house = connection._test_serialized_contents
    with chromium.launched() as browser:
        # Beside Playwright's event loop Django has connections of its own, which know nothing of what to restore.
        connection._test_serialized_contents = house
        yield browser


class Traffic:
    """The requests that the server has not answered yet."""

    def __init__(self):
        self._change = threading.Condition()
        self._open = 0
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **kwargs):
        with self._change:
            self._open += 1

    def _end(self, **kwargs):
        with self._change:
            self._open -= 1
            self._change.notify_all()

    def wait_for_silence(self):
        with self._change:
            assert self._change.wait_for(lambda: self._open == 0, timeout=20), "The server still answers."


@pytest.fixture(scope="session")
def server(django_db_setup, django_db_blocker):
    """Like pytest-django's own, without emptying the database around every test that asks for it."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
    server.traffic = Traffic()
    yield server
    server.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def enter(browser, server, request, tmp_path):
    """Somebody comes in: ``enter(author)``, ``enter(reader, javascript=False)``, ``enter()`` for a stranger.

    Nobody leaves before every page they opened was looked at for trouble. When a test fails, what everybody saw last
    is in its ``tmp_path``.
    """
    visitors = []

    def come_in(person=None, **options):
        visitor = Visitor(browser, server.url, person, **options)
        visitors.append(visitor)
        return visitor

    yield come_in
    if request.node.stash.get(FAILED, False):
        for number, visitor in enumerate(visitors, start=1):
            visitor.page.screenshot(path=tmp_path / f"visitor-{number}.png", full_page=True)
    troubles = [trouble for visitor in visitors for trouble in visitor.leave()]
    server.traffic.wait_for_silence()
    assert not troubles, "\n".join(troubles)
