"""The lines that team actions leave in Wagtail's log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "teams.create": (_("Create team"), _("Team made")),
    "teams.rename": (_("Rename team"), _("Team renamed")),
    "teams.visibility": (_("Change visibility"), _("Visibility changed")),
    "teams.policy": (_("Change policy"), _("Policy changed")),
    "teams.archive": (_("Archive team"), _("Team archived")),
    "teams.unarchive": (_("Reopen team"), _("Team reopened")),
    "teams.member": (_("Change membership"), _("Membership changed")),
}


def register(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
