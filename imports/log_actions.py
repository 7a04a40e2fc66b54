"""The lines that imports leave in Wagtail's log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .authors import CREATED
from .running import LOGGED


def register(actions: Any) -> None:
    actions.register_action(LOGGED, _("Import"), _("Imported from an old blog"))
    actions.register_action(
        CREATED, _("Import a person"), _("Account without access, made for an author of an old blog")
    )
