"""The lines that threads leave in Wagtail's log of their page. Acts of moderators have records of their own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "conversations.team_talk": (_("Change talk settings"), _("Settings of the team's threads changed")),
    "conversations.accept": (_("Accept an answer"), _("Answer accepted")),
    "conversations.decide": (_("Record an outcome"), _("Outcome recorded")),
    "conversations.withdraw": (_("Take an outcome back"), _("Outcome taken back")),
}


def register(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
