"""Starts the production server for a measurement and reads what CPU its workers used."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60
# A worker that is replaced in the middle would have its successor's start counted as answering.
NO_RECYCLING = ("--max-requests", "0", "--max-requests-jitter", "0")


@dataclass(frozen=True)
class _Process:
    """What the system tells of a process: whose child it is, and ticks of it and of its children that ended."""

    parent: int
    own: int
    of_ended_children: int

    @classmethod
    def read(cls, pid: int) -> "_Process":
        # The name of a program, in parentheses, may hold anything.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        own, ended = (int(fields[at]) + int(fields[at + 1]) for at in (11, 13))
        return cls(parent=int(fields[1]), own=own, of_ended_children=ended)


class Server:
    """gunicorn with its workers."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process = process
        self.port = port

    def workers(self) -> dict[int, int]:
        """The ticks that each of the workers used, by process id."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                process = _Process.read(int(folder.name))
            except OSError:
                continue  # it ended while we looked
            if process.parent == self.process.pid:
                found[int(folder.name)] = process.own
        return found

    def cpu_seconds(self) -> float:
        """User and system time of all workers so far, those that ended included."""
        while True:
            ended = _Process.read(self.process.pid).of_ended_children
            ticks = ended + sum(self.workers().values())
            # A worker that ended in between would be counted twice or not at all.
            if _Process.read(self.process.pid).of_ended_children == ended:
                return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(port: int, environment: dict[str, str]) -> Iterator[Server]:
    """The production server on ``port``, answering when this yields and gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", *NO_RECYCLING],
        cwd=ROOT,
        env=os.environ | environment | {"PORT": str(port), "HOST": "127.0.0.1"},
        start_new_session=True,
    )
    try:
        _wait_until_it_answers(process, port)
        yield Server(process, port)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int) -> None:
    give_up = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up:
        if process.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/accounts/login/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not answer in time.")
