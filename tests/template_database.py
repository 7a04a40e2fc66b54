"""One migrated database for all workers of a test run.

Migrating takes longer than most modules of tests, and every worker would do the same. So one process migrates while
the workers start and collect, and each of them begins with a copy. It lives for one run and is made anew for the
next: nothing of it can be stale. Runs without workers migrate for themselves.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VARIABLE = "INTRAMURAL_TESTS_TEMPLATE"
_LOCK = "lock"
_FILE = "template.sqlite3"
_READY = "ready"
_LOG = "log"


def begin() -> tuple[Path, subprocess.Popen]:
    """Start the process that migrates. It holds the lock of its folder, which workers wait for, until it ends."""
    folder = Path(tempfile.mkdtemp(prefix="intramural-template-"))
    os.environ[VARIABLE] = str(folder)
    with (folder / _LOCK).open("w") as lock, (folder / _LOG).open("w") as log:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.template_database"],
            cwd=Path(__file__).resolve().parents[1],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[lock.fileno()],
        )
    return folder, process


def end(folder: Path, process: subprocess.Popen) -> None:
    os.environ.pop(VARIABLE, None)
    if process.poll() is None:
        process.terminate()
    process.wait()
    _drop()
    shutil.rmtree(folder, ignore_errors=True)


def copied_by(connection) -> None:
    """Let this connection's test database be made as a copy, once the original is there."""
    folder = Path(os.environ[VARIABLE])
    creation = connection.creation
    make = creation._create_test_db

    def wait_and_make(*args, **kwargs):
        with (folder / _LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
        if not (folder / _READY).exists():
            raise RuntimeError(f"The database that all workers copy was not made:\n{(folder / _LOG).read_text()}")
        name = make(*args, **kwargs)
        if connection.vendor == "sqlite":
            shutil.copyfile(folder / _FILE, name)
        return name

    if connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["TEMPLATE"] = _name_on_server(connection)
    creation._create_test_db = wait_and_make


def _name_on_server(connection) -> str:
    return f"test_{connection.settings_dict['NAME']}_template"


def _migrate() -> None:
    import django
    from django.db import connection
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    folder = Path(os.environ[VARIABLE])
    is_sqlite = connection.vendor == "sqlite"
    connection.settings_dict["TEST"]["NAME"] = str(folder / _FILE) if is_sqlite else _name_on_server(connection)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    if is_sqlite:
        # What is still in the write-ahead log has to be in the file that is copied.
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    (folder / _READY).touch()


def _drop() -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(_name_on_server(connection))}")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "intramural.settings.test"
    _migrate()
