"""Keeps the web server, the workers and the scheduler running, and leaves none of them behind.

The children are forked from a process that has loaded the code already: they start at once and share its memory. Each
has a session of its own, so that Ctrl-C reaches the supervisor alone and every child is told to stop exactly once; and
the kernel tells them when the supervisor itself is killed.
"""

import contextlib
import ctypes
import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from operations.stopping import STOP_SIGNALS, Stop

_SOUND_AFTER = 60  # seconds: a child that lived for so long had no trouble starting
_LONGEST_PAUSE = 30
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process to keep running. `run` is its whole life and never returns to the supervisor's code."""

    name: str
    run: Callable[[], object]
    pid: int = 0
    started: float = 0
    failures: int = 0
    start_at: float = 0

    @property
    def is_running(self) -> bool:
        return self.pid != 0


class Supervisor:
    def __init__(self, children: Sequence[Child], *, grace: float, say: Callable[[str], None]) -> None:
        self.children = list(children)
        self.grace = grace
        self.say = say
        self.stop = Stop()
        self._own_pid = os.getpid()

    def run(self, when_started: Callable[[], bool] | None = None) -> int:
        """Until told to stop. `when_started` is asked again and again after the start until it answers True."""
        self.stop.listen()
        signal.signal(signal.SIGCHLD, lambda signum, frame: self.stop.wake())
        gc.collect()
        gc.freeze()  # what is loaded now is never written to again, and stays shared
        is_announced = when_started is None
        while not self.stop.is_requested:
            self._bury()
            self._start_due()
            if not is_announced and when_started is not None:
                is_announced = when_started()
            self.stop.wait(self._pause() if is_announced else 0.1)
        self._end_all()
        return 0

    def _pause(self) -> float:
        waiting = [child.start_at - time.monotonic() for child in self.children if not child.is_running]
        return max(0.05, min(waiting, default=60.0))

    def _start_due(self) -> None:
        for child in self.children:
            if not child.is_running and child.start_at <= time.monotonic():
                self._start(child)

    def _start(self, child: Child) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        child.started = time.monotonic()
        child.pid = os.fork()
        if child.pid == 0:
            self._live_as(child)

    def _live_as(self, child: Child) -> None:
        """In the child. Ends here whatever happens: the supervisor's stack below must not be unwound twice."""
        code = 1
        try:
            os.setsid()
            for number in (*STOP_SIGNALS, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            follow_into_death(self._own_pid)
            child.run()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def _bury(self) -> None:
        """Takes note of children that ended, and says when they start again."""
        for child in self.children:
            if not child.is_running:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid == 0:
                continue
            lived = time.monotonic() - child.started
            child.pid = 0
            child.failures = 1 if lived > _SOUND_AFTER else child.failures + 1
            pause = min(2 ** (child.failures - 1), _LONGEST_PAUSE)
            child.start_at = time.monotonic() + pause
            if not self.stop.is_requested:
                self.say(f"The {child.name} ended ({reason(status)}) and starts again in {pause} s.")

    def _end_all(self) -> None:
        """Asks politely, waits for the grace time, then insists. A second request to stop shortens the wait."""
        running = [child for child in self.children if child.is_running]
        groups = [child.pid for child in running]  # a buried child has no number any more
        for child in running:
            _signal(child.pid, signal.SIGTERM)
        self.say("Stopping. What is being done is finished first; Ctrl-C once more ends it at once.")
        deadline = time.monotonic() + self.grace
        asked_before = self.stop.requests
        while any(child.is_running for child in running):
            if time.monotonic() > deadline or self.stop.requests > asked_before:
                for group in groups:
                    _signal_group(group, signal.SIGKILL)
                deadline = float("inf")
                asked_before = sys.maxsize
            self._bury()
            time.sleep(0.05)
        # gunicorn's own children belong to its group: none may outlive it.
        for group in groups:
            _signal_group(group, signal.SIGKILL)


def reason(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def follow_into_death(parent: int) -> None:
    """Asks the kernel for SIGTERM when the parent dies. Where it cannot, a thread looks once a second."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    else:
        threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it died between the fork and the request
        os._exit(0)


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
