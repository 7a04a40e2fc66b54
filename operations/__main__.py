"""The end of `make run`: fills in what production settings demand, then serves.

`python -m operations` instead of `manage.py serve`, because settings read the environment before any command runs.
"""

import contextlib
import os
import secrets
import sys
from pathlib import Path

from operations.preflight import ROOT, Refusal, check, is_terminal, read
from operations.supervisor import follow_into_death


def kept_key(data_dir: Path) -> str:
    """The secret key of this installation, made once. It lies beside the data that it protects, for its owner alone."""
    path = data_dir / "secret-key"
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    key = path.read_text().strip()
    if len(key) < 50:
        raise Refusal(f"{path} is too short to be a key: delete it to have a new one made. People then sign in again.")
    return key


def main() -> None:
    if "MAKELEVEL" in os.environ:
        # `make` may be killed without being able to tell us.
        follow_into_death(os.getppid())
    try:
        wishes = read(os.environ)
        check(wishes, can_ask=is_terminal())
        wishes.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.environ.update(
            HOST=wishes.host, PORT=str(wishes.port), BASE_URL=wishes.base_url, DATA_DIR=str(wishes.data_dir)
        )
        if not os.environ.get("SECRET_KEY"):
            os.environ["SECRET_KEY"] = kept_key(wishes.data_dir)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - a command line talks to its terminal
        sys.exit(2)
    except OSError as error:
        print(f"{error.filename} cannot be used: {error.strerror}.", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    # Empty is unset, here as in `read`: the settings would take an empty value for a wish.
    for name in ("DATABASE_URL", "EMAIL_URL", "CACHE_URL"):
        if os.environ.get(name) == "":
            del os.environ[name]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intramural.settings.production")
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]

    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", "serve"])


if __name__ == "__main__":
    main()
