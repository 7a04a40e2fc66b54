"""`make lint`: every check runs, whatever the one before it found, and the last line names those that failed."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from operations.preflight import ROOT

TOOLS = Path(sys.executable).parent


def production() -> dict[str, str]:
    """A server's environment, complete and strict: what `check --deploy` finds here is our doing."""
    return {
        "DJANGO_SETTINGS_MODULE": "intramural.settings.production",
        "BASE_URL": "https://intramural.example",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": "sqlite://:memory:",
    }


def steps() -> list[tuple[str, list[str], dict[str, str]]]:
    manage = [sys.executable, "manage.py"]
    development = {"DJANGO_SETTINGS_MODULE": "intramural.settings.dev", "DATABASE_URL": "sqlite://:memory:"}
    return [
        ("style", [tool("ruff"), "check", "."], {}),
        ("format", [tool("ruff"), "format", "--check", "."], {}),
        ("layers", [tool("lint-imports")], {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], development),
        ("production settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production()),
        ("templates", [tool("djlint"), "templates", "--lint", "--quiet"], {}),
        ("types", [tool("mypy"), "."], development),
    ]


def tool(name: str) -> str:
    return str(TOOLS / name)


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as data_dir:
        for name, command, environment in steps():
            started = time.monotonic()
            sys.stdout.write(f"== {name}\n")
            sys.stdout.flush()
            ended = subprocess.run(
                command, cwd=ROOT, env=os.environ | {"DATA_DIR": data_dir} | environment, check=False
            )
            word = "failed" if ended.returncode else "fine"
            sys.stdout.write(f"   {word} ({time.monotonic() - started:.0f} s)\n")
            if ended.returncode:
                failed.append(name)
    sys.stdout.write(f"\nFailed: {', '.join(failed)}\n" if failed else "\nAll checks passed.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
