"""Measuring counts what was used, and touches no database but its own."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from operations.bench.databases import database_for
from operations.bench.measuring import Figure
from operations.bench.report import as_markdown
from operations.bench.scenarios import scenarios
from operations.bench.server import Server
from tests.factories.blog import make_post
from tests.factories.teams import join, make_team

BUSY = "import time\nwhile time.process_time() < 0.3: pass\n"
WAITING = f"{BUSY}print('busy', flush=True)\ninput()\n"
MASTER = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {BUSY!r}])
waiting = subprocess.Popen([sys.executable, "-c", {WAITING!r}], stdin=subprocess.PIPE)
waiting.communicate(sys.stdin.readline().encode())
"""


def test_what_an_ended_worker_used_is_counted_beside_those_that_run():
    master = subprocess.Popen([sys.executable, "-c", MASTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert master.stdout.readline() == "busy\n"
        server = Server(master, port=0)
        assert len(server.workers()) == 1
        assert server.cpu_seconds() > 0.5  # the one that runs has used 0.3
    finally:
        master.communicate("end\n")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's are files in the folder that is kept")
def test_a_database_is_gone_after_measuring_unless_it_is_kept(tmp_path, transactional_db):
    about = connection.settings_dict
    server = f"postgres://{about['USER']}:{about['PASSWORD']}@{about['HOST']}:{about['PORT']}/"
    size = f"of_a_test_{os.getpid()}"

    def is_there():
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [f"intramural_bench_{size}"])
            return cursor.fetchone() is not None

    with database_for("postgresql", size, folder=tmp_path, server=server, keep=True) as address:
        assert address.endswith(f"/intramural_bench_{size}")
    assert is_there()
    with database_for("postgresql", size, folder=tmp_path, server=server, keep=False):
        assert is_there()
    assert not is_there()


@pytest.mark.django_db
def test_the_words_to_search_for_are_those_that_few_and_most_pages_hold(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    team = make_team()
    author = join(team, "author")
    for title in ("Harbour lights", "Harbour marzipan", "Lights of a harbour"):
        make_post(team, author, title, summary="A harbour at the sea.")
    pages = {scenario.name: scenario.path for scenario in scenarios(join(team))}
    assert pages["search, rare word (1 hold it)"] == "/search/?q=marzipan"
    assert pages["search, very common word (3 hold it)"] == "/search/?q=harbour"


def test_the_table_says_how_busy_the_machine_was():
    figure = Figure("sqlite", 100, "home", 80.0, 50.0, 90.0, 40.0, 10.0, 2.0, 5.0, 9, 2048, 0, 6.5)
    table = as_markdown([figure])
    assert "| sqlite | 100 | home | 80.0 | 50.0 | 90.0 | 40.0 | 10.0 | 2.0 | 5.0 | 9 | 2.0 | 0 | 6.5 |" in table
    assert "load:" in table
