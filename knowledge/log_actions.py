"""The lines that the status of a page leaves in Wagtail's log."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def register(actions: Any) -> None:
    for name, label, message in (
        ("current", _("Call current"), _("Called this page current")),
        ("official", _("Call official"), _("Called this page official")),
        ("outdated", _("Mark as outdated"), _("Marked this page as outdated")),
        ("kept", _("Change who looks after it"), _("Changed who looks after this page, when, or what took its place")),
        ("confirmed", _("Confirm"), _("Looked at this page again: it still holds")),
    ):
        actions.register_action(f"knowledge.{name}", label, message)
