"""For the tests: quick passwords, mail in memory, tasks run when a test asks for it."""

import os
import tempfile
from pathlib import Path

_own_folder = Path(tempfile.gettempdir()) / f"intramural-tests-{os.getpid()}"
os.environ.setdefault("BASE_URL", "http://testserver")
os.environ.setdefault("DATA_DIR", str(_own_folder))
os.environ.setdefault("EMAIL_URL", "memorymail://")

from .base import *  # noqa: E402, F403 - the environment has to be set before base is read
from .base import DATABASES, STORAGES  # noqa: E402

SECRET_KEY = "for-tests-only-" + "0" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
AXES_ENABLED = False  # its own tests switch it on
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = str(_own_folder / "tests.sqlite3")
    # A file and not memory: connections that share memory fail on each other's locks instead of waiting for them.
    DATABASES["default"]["TEST"] = {"NAME": str(_own_folder / "tests-run.sqlite3")}
    _own_folder.mkdir(parents=True, exist_ok=True)
else:
    # Nobody misses what a crash of the server takes from a test: commits need not wait for the disk.
    DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {"options": "-c synchronous_commit=off"}
# A connection kept open would keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
