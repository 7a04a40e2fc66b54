"""The web server inside `make run`: gunicorn with gunicorn.conf.py, on code that is loaded already."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from gunicorn.app.base import Application

from operations.preflight import ROOT


class WebServer(Application):
    """gunicorn as a library: takes its settings from the one file and nothing from our command line."""

    def load_config(self) -> None:
        self.load_config_from_file(str(ROOT / "gunicorn.conf.py"))

    def init(self, parser: Any, opts: Any, args: Any) -> None:
        return None

    def load(self) -> Callable:
        return import_string(settings.WSGI_APPLICATION)
