"""How old a session may grow, and how seldom that is written down."""

import time

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def seen(client, seconds_ago):
    """Makes the last visit that was written down lie so far back."""
    session = client.session
    session["seen"] = int(time.time()) - seconds_ago
    session.save()


def writes_of(client, address="/"):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]


def test_reading_writes_nothing_within_ten_minutes(as_person, reader):
    client = as_person(reader)
    client.get("/")
    seen(client, 590)
    assert writes_of(client) == []


def test_after_ten_minutes_a_visit_is_written_down_once(as_person, reader):
    client = as_person(reader)
    client.get("/")
    seen(client, 610)
    written = writes_of(client)
    assert len([sql for sql in written if "django_session" in sql]) == 1
    assert writes_of(client) == []


def test_a_session_that_lay_idle_is_over(as_person, reader):
    client = as_person(reader)
    client.get("/")
    key = client.session.session_key
    seen(client, settings.SESSION_IDLE_SECONDS + 60)
    assert client.get("/").status_code == 302
    assert not SessionStore().exists(key)
