"""``manage.py index_search``: everything that is found, written anew while the site is being used."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from search.index.keeping import rebuild


class Command(BaseCommand):
    help = "Writes every entry of the search index anew. Safe at any time; what is found meanwhile stays found."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        count = rebuild()
        if options["verbosity"]:
            self.stdout.write(f"{count} entries in {time.monotonic() - started:.0f} seconds.")
