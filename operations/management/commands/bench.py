"""`make bench`: fill, serve, measure, print."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command

from operations.bench.databases import POSTGRESQL, database_for
from operations.bench.measuring import Figure, measure_pages
from operations.bench.report import as_markdown, write
from operations.bench.server import ROOT, serving

SETTINGS = "intramural.settings.bench"


class Command(BaseCommand):
    help = "Measures the site at several sizes on SQLite and PostgreSQL, and prints JSON and a Markdown table."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sizes", default="100,1000,10000", help="Numbers of posts, separated by commas.")
        parser.add_argument("--databases", default="postgresql,sqlite", help="Which of postgresql and sqlite.")
        parser.add_argument("--each", type=int, default=25, help="Requests on each of eight connections.")
        parser.add_argument("--postgresql", default=POSTGRESQL, help="A PostgreSQL server on this machine.")
        parser.add_argument("--keep", default="", help="A folder to keep what was filled in, used again if there.")
        parser.add_argument("--one", default="", help="For this command's own use: measure one filled database.")

    def handle(self, **options: Any) -> None:
        if options["one"]:
            return self.measure_one(**json.loads(options["one"]))
        figures: list[Figure] = []
        for database in options["databases"].split(","):
            for size in (int(size) for size in options["sizes"].split(",")):
                figures += self.fill_and_measure(database, size, options)
                write(figures, Path(os.environ.get("DATA_DIR", ROOT / "var")) / "bench")
        self.stdout.write(json.dumps([figure.as_dict() for figure in figures]))
        self.stdout.write("\n" + as_markdown(figures))

    def fill_and_measure(self, database: str, size: int, options: dict[str, Any]) -> list[Figure]:
        """Each size in a process and a database of its own, so that none warms another."""
        keep, server = bool(options["keep"]), options["postgresql"]
        with tempfile.TemporaryDirectory(prefix="intramural-bench-") as scratch:
            folder = Path(options["keep"] or scratch).absolute() / f"{database}-{size}"
            folder.mkdir(parents=True, exist_ok=True)
            port = free_port()
            out = folder / "figures.json"
            order = {"database": database, "posts": size, "each": options["each"], "port": port, "out": str(out)}
            with database_for(database, size, folder=folder, server=server, keep=keep) as address:
                environment = {
                    "DJANGO_SETTINGS_MODULE": SETTINGS,
                    "DATA_DIR": str(folder),
                    "BASE_URL": f"http://127.0.0.1:{port}",
                    "SECRET_KEY": "only-for-measuring-" + "0" * 40,
                    "DATABASE_URL": address,
                }
                subprocess.run(
                    [sys.executable, "manage.py", "bench", "--one", json.dumps(order)],
                    cwd=ROOT, env=os.environ | environment, check=True,
                )  # fmt: skip
            return [Figure(**row) for row in json.loads(out.read_text())]

    def measure_one(self, *, database: str, posts: int, each: int, port: int, out: str) -> None:
        from publishing.models import Article  # only this branch runs with the filled database's settings

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not Article.objects.exists():
            self.stdout.write(f"Filling {posts} posts on {database} …")
            call_command("load_demo", scale=posts)
        environment = {name: os.environ[name] for name in ("DJANGO_SETTINGS_MODULE", "DATA_DIR", "DATABASE_URL")}
        self.stdout.write(f"Measuring {posts} posts on {database} …")
        with serving(port, environment) as server:
            figures = measure_pages(server, database=database, posts=posts, each=each)
        Path(out).write_text(json.dumps([figure.as_dict() for figure in figures]))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
