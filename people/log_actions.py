"""The lines that actions on people leave in Wagtail's log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "people.deactivate": (_("End access"), _("Access ended")),
    "people.reactivate": (_("Give access back"), _("Access given back")),
    "people.anonymise": (_("Anonymise"), _("Name and profile removed for good")),
    "people.profile": (_("Change profile"), _("Profile changed")),
}


def register(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
