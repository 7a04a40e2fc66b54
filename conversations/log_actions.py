"""The lines that settings of threads leave in Wagtail's log. Acts of moderators have records of their own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS = {"conversations.team_talk": (_("Change talk settings"), _("Settings of the team's threads changed"))}


def register(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
