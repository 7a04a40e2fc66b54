"""What is made anew after a whole site came in."""

from django.core.management import call_command

from core import portable


def register() -> None:
    portable.rebuild("References between pages", lambda: call_command("rebuild_references_index", verbosity=0))
    portable.rebuild("Search index", lambda: call_command("update_index", verbosity=0))
