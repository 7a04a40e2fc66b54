"""Ending a long-running process on a signal without leaving a loop in the middle of something."""

import contextlib
import os
import select
import signal
from collections.abc import Iterable
from types import FrameType

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)


class Stop:
    """A pipe that a signal handler writes to: unlike an event, it may be set while it is being waited for."""

    def __init__(self) -> None:
        self.requests = 0
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)

    @property
    def is_requested(self) -> bool:
        return self.requests > 0

    def listen(self, signals: Iterable[signal.Signals] = STOP_SIGNALS) -> None:
        """A hang-up that the caller chose to ignore stays ignored: `nohup` works. An ignored Ctrl-C does not stay so,
        because a shell script ignores it for whatever it starts in the background.
        """
        for number in signals:
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self.request)

    def request(self, signum: int = 0, frame: FrameType | None = None) -> None:
        self.requests += 1
        self.wake()

    def wake(self) -> None:
        with contextlib.suppress(OSError):  # a full pipe wakes as well as one more byte
            os.write(self._write, b".")

    def wait(self, seconds: float) -> bool:
        """Sleeps until something wakes it, at most so long; says whether a stop was asked for."""
        if not self.is_requested and select.select([self._read], [], [], max(seconds, 0))[0]:
            os.read(self._read, 512)
        return self.is_requested
