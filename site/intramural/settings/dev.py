"""For work on the code: errors are shown, nothing needs to be set."""

import os

os.environ.setdefault("BASE_URL", "http://localhost:8000")

from .base import *  # noqa: F403 - the address has to be known before base is read
from .base import DATA_DIR, STORAGES

DEBUG = True
SECRET_KEY = "for-development-only-" + "0" * 40
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

DATA_DIR.mkdir(parents=True, exist_ok=True)
