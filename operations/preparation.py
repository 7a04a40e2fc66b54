"""What has to be true before the site is served. Everything that is already true costs next to nothing."""

import hashlib
import io
import os
import pkgutil
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from wagtail.models import Site

from demo.organisation import DEMO_ACCOUNTS
from operations.models import Installation
from operations.preflight import DEMO_PASSWORD, NEEDS_ADMINISTRATOR, PUBLIC_DEMO_REFUSED, Refusal, Wishes

Say = Callable[[str], None]


# --- Tables -------------------------------------------------------------------------------------------------


def unapplied_migrations() -> set[tuple[str, str]]:
    """Names on disk that the database has not recorded. Loading them all, as Django does, takes half a second."""
    on_disk = set()
    for app in apps.get_app_configs():
        module = settings.MIGRATION_MODULES.get(app.label, f"{app.name}.migrations")
        if module is None or find_spec(module) is None:
            continue
        names = pkgutil.iter_modules(import_module(module).__path__)
        on_disk |= {(app.label, entry.name) for entry in names if entry.name[0] not in "_~" and not entry.ispkg}
    return on_disk - set(MigrationRecorder(connection).applied_migrations())


def migrate(say: Say) -> None:
    if unapplied_migrations():
        say("Preparing the database …")
        call_command("check", databases=["default"], stdout=io.StringIO())  # warnings are still printed
        call_command("migrate", interactive=False, verbosity=0)


# --- Static files -------------------------------------------------------------------------------------------


def fingerprint_of_static_files() -> str:
    """Names, sizes and times of every file that would be collected."""
    digest = hashlib.sha256(settings.STATIC_URL.encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            facts = os.stat(storage.path(path))
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static_files(say: Say) -> None:
    if not settings.STATIC_ROOT:
        return
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = fingerprint_of_static_files()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Collecting style sheets, scripts and icons …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)


# --- The address --------------------------------------------------------------------------------------------


def align_site() -> None:
    """Wagtail builds whole addresses from its own row; BASE_URL is the one place where ours is said."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.filter(is_default_site=True).exclude(hostname=address.hostname, port=port).update(
        hostname=address.hostname, port=port
    )
    Site.clear_site_root_paths_cache()


# --- Who is in the house ------------------------------------------------------------------------------------


def refuse_early(wishes: Wishes, *, can_ask: bool) -> None:
    """What only the database can tell, asked before anything is changed in it."""
    tables = set(connection.introspection.table_names())
    begun = Installation.objects.first() if Installation._meta.db_table in tables else None
    has_demo = begun.began_with_demo if begun else wishes.demo
    if has_demo and not wishes.is_loopback and not wishes.has_own_demo_password:
        raise Refusal(PUBLIC_DEMO_REFUSED)
    if not has_demo and not wishes.names_administrator and not can_ask:
        people = get_user_model()
        has_people = people._meta.db_table in tables
        if not has_people or not people.objects.filter(is_superuser=True, is_active=True).exists():
            raise Refusal(NEEDS_ADMINISTRATOR)


def furnish(wishes: Wishes, ask: Callable[[], tuple[str, str, str]], say: Say) -> Installation:
    """The demo once, into a house that began with it; otherwise a first administrator."""
    house, _ = Installation.objects.get_or_create(pk=1, defaults={"began_with_demo": wishes.demo})
    if house.began_with_demo:
        if house.demo_loaded_at is None and wishes.demo:
            load_demo(house, wishes, say)
        elif house.demo_loaded_at is not None and not wishes.is_loopback:
            replace_public_passwords(wishes.demo_password)
    people = get_user_model()
    if not people.objects.filter(is_superuser=True, is_active=True).exists():
        make_administrator(*(wishes.administrator if wishes.names_administrator else ask()))
    return house


def load_demo(house: Installation, wishes: Wishes, say: Say) -> None:
    say("Loading the demo organisation. This is done once …")
    os.environ["DEMO_PASSWORD"] = wishes.demo_password
    try:
        call_command("load_demo")
    except CommandError as refusal:
        # The database holds somebody's work: from now on it counts as a house without the demo.
        say(f"The demo was not loaded: {refusal}")
        house.began_with_demo = False
        house.save(update_fields=["began_with_demo"])
        return
    house.demo_loaded_at = timezone.now()
    house.save(update_fields=["demo_loaded_at"])


def replace_public_passwords(password: str) -> None:
    """A demo that was loaded for this machine alone is now open to others."""
    for person in get_user_model().objects.filter(username__in=DEMO_ACCOUNTS):
        if person.check_password(DEMO_PASSWORD):
            person.set_password(password)
            person.save(update_fields=["password"])


def make_administrator(username: str, email: str, password: str) -> None:
    people = get_user_model()
    person = people(username=username, email=email, is_superuser=True, is_staff=True)
    try:
        person.set_password(password)
        validate_password(password, person)
        person.full_clean()
    except ValidationError as error:
        raise Refusal(f"The administrator cannot be made: {' '.join(error.messages)}") from None
    person.save()
