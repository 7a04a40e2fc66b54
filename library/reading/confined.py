"""Starts the confined process for one file and waits for it, no longer than it may take."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from . import child
from .found import BROKEN, TOO_SLOW, UNREADABLE, Found

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", child.__name__)
# No database, no key, no proxy: what the file might run would find nothing to take.
_ENVIRONMENT = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
_ENDED_FOR_TIME = {-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL}
_GRACE_SECONDS = 5


def read(file: IO[bytes]) -> Found:
    """The words of an open file, read where it can do no harm."""
    with tempfile.TemporaryFile() as copy:
        # The process gets a file of its own, already open: it is told no path, and any storage will do.
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        return _run(copy)


def _run(copy: IO[bytes]) -> Found:
    process = subprocess.Popen(  # noqa: S603 - a constant command; the file is data at its standard input
        _COMMAND,
        stdin=copy,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=_ENVIRONMENT,
        start_new_session=True,
    )
    try:
        answer, _nothing = process.communicate(timeout=child.CLOCK_SECONDS + _GRACE_SECONDS)
    except BaseException as ended:
        # Also when the worker itself is being stopped.
        process.kill()
        process.communicate()
        if isinstance(ended, subprocess.TimeoutExpired):
            return Found(UNREADABLE, TOO_SLOW)
        raise
    if process.returncode in _ENDED_FOR_TIME:
        return Found(UNREADABLE, TOO_SLOW)
    try:
        return Found(*json.loads(answer))
    except (ValueError, TypeError):
        return Found(UNREADABLE, BROKEN)
