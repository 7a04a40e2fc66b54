"""How the others know that a background process is gone, and how they can be sure.

Two things must both be true before anybody takes over what a process was doing:

* it has not been heard for INTRAMURAL_LEASE_SECONDS, and
* the lock that it held is free. The lock is held by the operating system (a locked file beside an SQLite database) or
  by the server (an advisory lock on PostgreSQL) and ends with the process, however it ends.

Silence alone would take work from a process that is merely paused, such as a laptop with its lid down; a free lock
alone would take it from one whose connection broke for a moment. And a process that could not say that it lives for
most of the lease is ended by the kernel before it executes another line, so a paused process whose lock was lost with
its server does not wake into work that somebody else is doing by now.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import signal
import socket
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError  # the parent of them all: a closed connection is an InterfaceError
from django.db import connection
from django.utils import timezone

from operations.models import WorkerHeartbeat

logger = logging.getLogger(__name__)


class LostError(Exception):
    """This process has been given up by the others and may not go on."""


def lease() -> timedelta:
    return timedelta(seconds=settings.INTRAMURAL_LEASE_SECONDS)


def own_name(kind: str) -> str:
    """Unique for every start: a process that comes back is another one."""
    return f"{kind}-{socket.gethostname()[:20]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


# --- The lock that ends with the process --------------------------------------------------------------------


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)


def _lock_path(name: str) -> Path:
    """Beside the database that it belongs to, so that who shares the one shares the other."""
    database = str(connection.settings_dict["NAME"])
    in_memory = database == ":memory:" or "mode=memory" in database
    folder = Path(tempfile.gettempdir()) / f"intramural-{os.getuid()}" if in_memory else Path(database).parent
    folder = folder / "workers"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{name}.lock"


class FileLock:
    """For SQLite, where every process that shares the database shares its disk."""

    def __init__(self, name: str) -> None:
        self.path = _lock_path(name)
        self.file = self.path.open("w")

    def take(self) -> bool:
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def is_held(self) -> bool:
        return True

    def free(self) -> None:
        self.path.unlink(missing_ok=True)
        self.file.close()


class ServerLock:
    """For PostgreSQL: belongs to the connection of the thread that takes it, and ends with that connection."""

    def __init__(self, name: str) -> None:
        self.number = _number(name)
        self.session: object = None

    def take(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [self.number])
            if not cursor.fetchone()[0]:
                return False
        self.session = connection.connection
        return True

    def is_held(self) -> bool:
        return self.session is not None and connection.connection is self.session

    def free(self) -> None:
        if self.is_held():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [self.number])
        self.session = None


def lock_for(name: str) -> FileLock | ServerLock:
    return ServerLock(name) if connection.vendor == "postgresql" else FileLock(name)


@contextlib.contextmanager
def proven_gone(name: str) -> Iterator[bool]:
    """Inside a transaction: whether that process's lock is free. While we look, nobody else finds it so."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_number(name)])
            yield bool(cursor.fetchone()[0])
        return
    lock = FileLock(name)
    if lock.take():
        try:
            yield True
        finally:
            lock.free()
    else:
        lock.file.close()
        yield False


# --- The sign of life ---------------------------------------------------------------------------------------


def sign_in(name: str, kind: WorkerHeartbeat.Kind) -> None:
    now = timezone.now()
    WorkerHeartbeat.objects.create(
        pk=name, kind=kind, host=socket.gethostname(), pid=os.getpid(), started_at=now, seen_at=now
    )


def sign_out(name: str) -> None:
    WorkerHeartbeat.objects.filter(pk=name, stopped_at=None).update(stopped_at=timezone.now())


class Vital:
    """Holds the lock and says regularly that this process lives, from a thread of its own."""

    def __init__(self, kind: WorkerHeartbeat.Kind) -> None:
        self.kind = kind
        self.name = own_name(kind)
        self._deadline: float | None = None
        self._stopped = threading.Event()
        self._signed_in = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._live, name="vital", daemon=True)

    def __enter__(self) -> "Vital":
        # The kernel's answer to SIGALRM is to end the process, and nothing of ours may stand in its way.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        self._thread.start()
        self._signed_in.wait()
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(self, *exc: object) -> None:
        self._stopped.set()
        self._thread.join(timeout=10)

    @contextlib.contextmanager
    def busy(self) -> Iterator[None]:
        """What is done inside may take INTRAMURAL_TASK_SECONDS; after that the process is ended, work and all."""
        self._deadline = time.monotonic() + settings.INTRAMURAL_TASK_SECONDS
        try:
            yield
        finally:
            self._deadline = None

    def _live(self) -> None:
        try:
            lock = lock_for(self.name)
            lock.take()
            sign_in(self.name, self.kind)
            self._wind()
        except BaseException as error:  # handed to the thread that waits for us
            self._failure = error
            return
        finally:
            self._signed_in.set()
        while not self._stopped.wait(lease().total_seconds() / 6):
            self._beat(lock)
        signal.setitimer(signal.ITIMER_REAL, 0)
        with contextlib.suppress(DatabaseError):
            sign_out(self.name)
            lock.free()
        connection.close()

    def _wind(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, lease().total_seconds() * 0.8)

    def _beat(self, lock: FileLock | ServerLock) -> None:
        deadline = self._deadline
        if deadline is not None and time.monotonic() > deadline:
            self._end("its work took longer than INTRAMURAL_TASK_SECONDS")
        try:
            if not lock.is_held() and not lock.take():
                self._end("its lock is held by somebody else")
            if not WorkerHeartbeat.objects.filter(pk=self.name, lost_at=None).update(seen_at=timezone.now()):
                self._end("it has been given up by the others")
        except DatabaseError:
            # Not the end yet: the alarm stays as it was wound, and the next beat may come through.
            logger.warning("%s could not say that it lives.", self.name, exc_info=True)
            connection.close()
            return
        self._wind()

    def _end(self, reason: str) -> None:
        logger.critical("%s ends itself: %s.", self.name, reason)
        logging.shutdown()
        os._exit(70)
