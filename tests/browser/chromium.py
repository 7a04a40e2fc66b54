"""The browser: Debian's Chromium, driven by Playwright."""

import os
import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
PATIENCE = 20_000  # milliseconds: more than a busy machine takes, less than anybody wants to wait for a failure


def executable():
    """Where the browser is, or None."""
    return shutil.which(os.environ.get("CHROMIUM") or "/usr/bin/chromium")


def is_required():
    """Where a missing browser is a failure and no reason to skip: in continuous integration."""
    return os.environ.get("INTRAMURAL_REQUIRE_BROWSER") == "1"


@contextmanager
def launched():
    # Playwright keeps an event loop in this thread, in which Django would refuse to touch the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before
