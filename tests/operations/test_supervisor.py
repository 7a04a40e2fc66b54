"""`make run`: serves web and background work, revives what dies, and leaves nothing behind."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from operations import preparation
from operations.models import Installation, WorkerHeartbeat
from tests.operations.conftest import ROOT, wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]


def hears_hang_ups():
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Site:
    """One `make run`, seen from outside."""

    def __init__(self, house):
        self.house = house
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = None
        # The files are the same in every test, and collecting them is tested elsewhere.
        static = house.folder / "static"
        static.mkdir()
        (static / ".collected").write_text(preparation.fingerprint_of_static_files())

    def start(self, *command):
        environment = {
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "DEMO": "0",
            "ADMIN_USERNAME": "boss",
            "ADMIN_EMAIL": "boss@intramural.example",
            "ADMIN_PASSWORD": "correct horse battery",
            "WEB_WORKERS": "1",
            "TASK_WORKERS": "1",
        }
        with (self.house.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                command or [sys.executable, "-m", "operations"],
                cwd=ROOT,
                env=self.house.environment | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # Whoever runs the tests may ignore hang-ups (nohup does), and children inherit that.
                preexec_fn=hears_hang_ups,
            )
        self.house.processes.append(self.process)
        try:
            wait_until(lambda: self.health().get("worker") == self.health().get("scheduler") == "fresh", seconds=60)
        except AssertionError:
            raise AssertionError(self.log) from None
        return self

    @property
    def log(self):
        return (self.house.folder / "log").read_text()

    def health(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return json.load(answer)
        except OSError:
            return {}

    def left(self):
        """Every process that has this site's folder in its environment."""
        mark = f"DATA_DIR={self.house.folder}\0".encode()
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
                    if mark in (folder / "environ").read_bytes() + b"\0" and state != "Z":
                        found.append(int(folder.name))
                except OSError:
                    continue
        return found

    def worker_pid(self):
        self.house.look()
        pids = WorkerHeartbeat.objects.filter(kind="worker", stopped_at=None, lost_at=None).order_by("-started_at")
        return pids.values_list("pid", flat=True).first()


@pytest.fixture
def site(house):
    house.open()
    site = Site(house)
    yield site
    for pid in site.left():
        os.kill(pid, signal.SIGKILL)


def test_it_revives_a_worker_that_was_killed_and_stops_when_told(site):
    site.start()
    first = site.worker_pid()
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: site.worker_pid() not in {None, first})
    assert "worker 1 ended (signal SIGKILL)" in site.log

    site.process.terminate()
    assert site.process.wait(timeout=90) == 0
    assert site.left() == []
    site.house.look()
    assert not Installation.objects.get().began_with_demo
    assert WorkerHeartbeat.objects.filter(stopped_at=None).count() == 1  # the one that was killed


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL])
def test_no_child_outlives_a_supervisor_that_is_hung_up_on_or_killed(site, number):
    site.start()
    site.process.send_signal(number)
    site.process.wait(timeout=90)
    wait_until(lambda: not site.left())


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_ctrl_c_ends_make_run_and_everything_it_started(site):
    site.start("make", "run", f"PYTHON={sys.executable}")
    assert f"Intramural is ready: http://127.0.0.1:{site.port}/" in wait_until(lambda: "ready" in site.log and site.log)
    os.killpg(site.process.pid, signal.SIGINT)
    site.process.wait(timeout=90)
    wait_until(lambda: not site.left())


def test_a_port_in_use_is_one_sentence(site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", site.port))
        taken.listen()
        ended = subprocess.run(
            [sys.executable, "-m", "operations"],
            cwd=ROOT,
            env=site.house.environment | {"PORT": str(site.port), "BASE_URL": ""},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"Port {site.port} on 127.0.0.1 is in use already")
    assert ended.stderr.count("\n") == 1
