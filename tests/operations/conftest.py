"""A house that other processes can enter: what the test wrote is on disk or on the server before they start."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def wait_until(condition, seconds=30):
    """Polls a condition; returns what made it true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"Not within {seconds} s.")


class House:
    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        self.file = folder / "intramural.sqlite3"
        self.is_sqlite = connection.vendor == "sqlite"

    def open(self):
        """Lets other processes in. On SQLite the test's database lives in memory, so it is written to a file."""
        if self.is_sqlite:
            connection.ensure_connection()
            with sqlite3.connect(self.file) as disk:
                connection.connection.backup(disk)
            disk.execute("PRAGMA journal_mode=WAL")
            disk.close()
        return self

    def look(self):
        """Brings what the others wrote back to where the test reads."""
        if self.is_sqlite:
            with sqlite3.connect(self.file, timeout=20) as disk:
                disk.backup(connection.connection)
            disk.close()

    @property
    def environment(self):
        database = connection.settings_dict
        url = (
            f"sqlite:///{self.file}"
            if self.is_sqlite
            else f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:"
            f"{database['PORT'] or 5432}/{database['NAME']}"
        )
        ours = {
            "DJANGO_SETTINGS_MODULE": "intramural.settings.dev",
            "DATABASE_URL": url,
            "DATA_DIR": str(self.folder),
            "LEASE_SECONDS": "6",
            "TASK_GRACE_SECONDS": "1",
            "PYTHONWARNINGS": "ignore",
        }
        return os.environ | ours

    def start(self, *command, **environment):
        process = subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    @property
    def notes(self):
        path = self.folder / "notes"
        return path.read_text().splitlines() if path.exists() else []

    def say_go(self):
        (self.folder / "go").touch()

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGCONT)
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def house(transactional_db, tmp_path):
    house = House(tmp_path)
    yield house
    house.close()
