"""What the environment asks of `make run`, and every refusal that needs no database to be certain of.

Runs on a bare Python before anything is installed, so that a wrong value costs a second and not a minute.
"""

import errno
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
DEMO_PASSWORD = "intramural-demo"  # noqa: S105 - printed by `make run`, and refused beyond this machine
ADMINISTRATOR = ("ADMIN_USERNAME", "ADMIN_EMAIL", "ADMIN_PASSWORD")
NEEDS_ADMINISTRATOR = (
    "Without the demo the first administrator has to be named: set ADMIN_USERNAME, ADMIN_EMAIL and ADMIN_PASSWORD, "
    "or start from a terminal to be asked."
)
PUBLIC_DEMO_REFUSED = (
    "The demo's password is public, and HOST lets other machines in: set DEMO_PASSWORD to one of your own, "
    "eight characters or more, or start without the demo (DEMO=0)."
)


class Refusal(Exception):  # noqa: N818 - it is the operator's answer, and no error of ours
    """One sentence that tells the operator what to change; ends the start with exit code 2."""


@dataclass(frozen=True)
class Wishes:
    """What the operator asked for, read once."""

    host: str
    port: int
    base_url: str
    data_dir: Path
    database_url: str
    demo: bool
    demo_password: str
    administrator: tuple[str, str, str]

    @property
    def is_loopback(self) -> bool:
        return self.host == "localhost" or self.host == "::1" or self.host.startswith("127.")

    @property
    def has_own_demo_password(self) -> bool:
        return len(self.demo_password) >= 8 and self.demo_password != DEMO_PASSWORD

    @property
    def names_administrator(self) -> bool:
        return all(self.administrator)


def read(environment: Mapping[str, str]) -> Wishes:
    """An empty value counts as unset: `make run BASE_URL=` means the default."""
    host = environment.get("HOST") or "127.0.0.1"
    written = environment.get("PORT") or "8000"
    if not (written.isascii() and written.isdigit() and 0 < int(written) < 65536):
        raise Refusal(f"PORT is “{written}”, but a port is a number from 1 to 65535.")
    base_url = (environment.get("BASE_URL") or f"http://{bracketed(host)}:{written}").rstrip("/")
    address = urlsplit(base_url)
    if address.scheme not in {"http", "https"} or not address.hostname or address.path or address.query:
        raise Refusal(f"BASE_URL is “{base_url}”, but it has to look like https://intramural.example, with no path.")
    return Wishes(
        host=host,
        port=int(written),
        base_url=base_url,
        data_dir=Path(environment.get("DATA_DIR") or ROOT / "var").absolute(),
        database_url=environment.get("DATABASE_URL") or "",
        demo=(environment.get("DEMO") or "1").lower() not in {"0", "no", "false", "off"},
        demo_password=environment.get("DEMO_PASSWORD") or DEMO_PASSWORD,
        administrator=tuple(environment.get(name) or "" for name in ADMINISTRATOR),  # type: ignore[arg-type]
    )


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def check(wishes: Wishes, *, can_ask: bool) -> None:
    """Raises Refusal for what cannot work whatever is in the database."""
    check_port(wishes.host, wishes.port)
    is_fresh = not wishes.database_url and not (wishes.data_dir / "intramural.sqlite3").exists()
    if is_fresh and wishes.demo and not wishes.is_loopback and not wishes.has_own_demo_password:
        raise Refusal(PUBLIC_DEMO_REFUSED)
    if is_fresh and not wishes.demo and not wishes.names_administrator and not can_ask:
        raise Refusal(NEEDS_ADMINISTRATOR)


def check_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            # As gunicorn does: what a server that ended a moment ago left behind is no obstacle.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror:
        raise Refusal(f"HOST is “{host}”, but this machine knows no such address.") from None
    except PermissionError:
        raise Refusal(f"This account may not use port {port}: choose one above 1023, such as PORT=8000.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refusal(
                f"Port {port} on {host} is in use already: stop what uses it, or choose another with PORT={port + 1}."
            ) from None
        raise Refusal(f"{host}:{port} cannot be served from this machine: {error.strerror}.") from None


def is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def main() -> None:
    try:
        check(read(os.environ), can_ask=is_terminal())
    except Refusal as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - a command line talks to its terminal
        sys.exit(2)


if __name__ == "__main__":
    main()
