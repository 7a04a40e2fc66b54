"""The lines that team actions leave in Wagtail's log."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.models import PageLogEntry

ACTIONS = {
    "teams.create": (gettext_lazy("Create team"), gettext_lazy("Team made")),
    "teams.looks": (gettext_lazy("Change team"), gettext_lazy("Purpose, colour or picture of the team changed")),
    "teams.archive": (gettext_lazy("Archive team"), gettext_lazy("Team archived: read-only")),
    "teams.unarchive": (gettext_lazy("Reopen team"), gettext_lazy("Team reopened")),
    "teams.delete": (gettext_lazy("Delete team"), gettext_lazy("Team deleted with everything in it")),
}
CHANGES = {
    "teams.rename": gettext_lazy("Rename team"),
    "teams.visibility": gettext_lazy("Change visibility"),
    "teams.policy": gettext_lazy("Change policy"),
}
DEPUTIES = {
    "teams.deputy": gettext_lazy("Deputy named"),
    "teams.deputy_ended": gettext_lazy("Deputy ended early"),
}


class ChangeFormatter(LogFormatter):
    """What it was and what it is."""

    def format_message(self, entry: Any) -> str:
        return _("%(what)s: from “%(before)s” to “%(after)s”") % {
            "what": self.label,
            "before": entry.data.get("before", ""),
            "after": entry.data.get("after", ""),
        }


class MemberFormatter(LogFormatter):
    """Who became what."""

    label = gettext_lazy("Change membership")

    def format_message(self, entry: Any) -> str:
        person, role = entry.data.get("person", ""), entry.data.get("role", "")
        if role:
            return _("%(person)s: %(role)s") % {"person": person, "role": role}
        return _("%(person)s is no longer in the team") % {"person": person}


class DeputyFormatter(LogFormatter):
    """On which days, and no names: the line belongs to the absent person, and outlives whoever stood in."""

    def format_message(self, entry: Any) -> str:
        return _("%(what)s, %(first)s to %(last)s") % {
            "what": self.label,
            "first": entry.data.get("first", ""),
            "last": entry.data.get("last", ""),
        }


def register(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
    for name, label in CHANGES.items():
        actions.register_action(name)(type("Change", (ChangeFormatter,), {"label": label}))
    for name, label in DEPUTIES.items():
        actions.register_action(name)(type("Standing", (DeputyFormatter,), {"label": label}))
    actions.register_action("teams.member")(MemberFormatter)


def forget_name(*, person: Any, name: str) -> None:
    """Lines about somebody whose name is removed say today's. The log is of the house, and not a copy of its people."""
    for entry in PageLogEntry.objects.filter(data__person=name):
        entry.data["person"] = person.display_name
        entry.save(update_fields=["data"])
