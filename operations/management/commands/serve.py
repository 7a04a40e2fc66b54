"""`manage.py serve`, the heart of `make run`: prepares the house, then serves web and background work until stopped."""

import contextlib
import getpass
import http.client
import os
import sys
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import connections
from django.urls import get_resolver
from django.utils.module_loading import import_string

from demo.organisation import DEMO_ACCOUNTS
from operations import preparation
from operations.management.commands.schedule import schedule
from operations.management.commands.work import work
from operations.models import Installation
from operations.preflight import DEMO_PASSWORD, Refusal, Wishes, check, is_terminal, read
from operations.supervisor import Child, Supervisor
from operations.web import WebServer


class Command(BaseCommand):
    help = "Prepares the database and serves the site with its background work. Ctrl-C stops all of it."
    requires_system_checks = []  # run when the database changes; on every start they would cost the seconds we save

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            wishes = read(os.environ)
            check(wishes, can_ask=is_terminal())
            house = self._prepare(wishes)
        except Refusal as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        except DatabaseError as error:
            self.stderr.write(f"The database cannot be used: {str(error).strip().splitlines()[0]}")
            sys.exit(2)
        except KeyboardInterrupt:
            sys.exit(130)
        self._load_code()
        supervisor = Supervisor(children(), grace=settings.INTRAMURAL_TASK_GRACE_SECONDS + 10, say=self._say)
        sys.exit(supervisor.run(when_started=partial(self._announce, wishes, house)))

    def _prepare(self, wishes: Wishes) -> Installation:
        preparation.refuse_early(wishes, can_ask=is_terminal())
        preparation.migrate(self._say)
        preparation.collect_static_files(self._say)
        preparation.align_site()
        return preparation.furnish(wishes, ask_for_administrator, self._say)

    def _load_code(self) -> None:
        """Everything the first request would load, once, before the processes part. Connections are not shared."""
        import_string(settings.WSGI_APPLICATION)
        get_resolver().url_patterns  # noqa: B018 - asking for them loads them
        for connection in connections.all():
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()

    def _announce(self, wishes: Wishes, house: Installation) -> bool:
        if not answers(wishes):
            return False
        self._say(f"\nIntramural is ready: {wishes.base_url}/")
        if house.demo_loaded_at is not None:
            own = wishes.demo_password if wishes.demo_password == DEMO_PASSWORD else "the one in DEMO_PASSWORD"
            self._say(f"Sign in as {', '.join(DEMO_ACCOUNTS)}. Password: {own}")
        if urlsplit(wishes.base_url).hostname in {"0.0.0.0", "::"}:  # noqa: S104 - asked about, not bound to
            self._say("Set BASE_URL to the address that people will type; only that one is answered.")
        self._say("Ctrl-C stops everything.\n")
        return True

    def _say(self, sentence: str) -> None:
        """A closed terminal is a reason to stop, and no reason to fail while stopping."""
        with contextlib.suppress(OSError, ValueError):
            self.stdout.write(sentence)
            self.stdout.flush()


def children() -> list[Child]:
    """The first of several workers is always there for what does not take long."""
    count = settings.INTRAMURAL_TASK_WORKERS
    workers = [
        Child(f"worker {number + 1}", partial(work, leaves_long=number == 0 and count > 1)) for number in range(count)
    ]
    return [Child("web server", lambda: WebServer().run()), *workers, Child("scheduler", schedule)]


def answers(wishes: Wishes) -> bool:
    """Any answer will do: it says that the code is loaded and a process serves it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(wishes.host, wishes.host)  # noqa: S104
    connection = http.client.HTTPConnection(host, wishes.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(wishes.base_url).netloc})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def ask_for_administrator() -> tuple[str, str, str]:
    if not is_terminal():
        raise Refusal(preparation.NEEDS_ADMINISTRATOR)
    sys.stdout.write("The first administrator of this house:\n")
    username, email = input("Username: ").strip(), input("E-mail: ").strip()
    password = getpass.getpass("Password: ")
    if getpass.getpass("Password again: ") != password:
        raise Refusal("The two passwords differ; start again.")
    return username, email, password
