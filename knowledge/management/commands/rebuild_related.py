"""Take up the words of every published page anew, and what resembles what."""

from typing import Any

from django.core.management.base import BaseCommand

from knowledge.similarity.rebuilding import rebuild


class Command(BaseCommand):
    help = (
        "Takes up the words of every published page anew and finds what resembles what. Readers see the old answers "
        "until a page's turn has come; stopped and started again, it begins anew and does no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rebuild(self.stdout.write if options["verbosity"] else None)
