"""Listens to Django and to people; each handler calls one action."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import m2m_changed

from people import signals

from .deputies import forget_notes
from .log_actions import forget_name
from .membership import refresh_standing

_AFTER = frozenset({"post_add", "post_remove", "post_clear"})


def on_groups_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None = None, **kwargs: Any) -> None:
    """Groups handed out on a screen of the CMS; teams write their own rows and do not pass here."""
    if action in _AFTER:
        everybody = get_user_model().objects.values_list("pk", flat=True)
        refresh_standing((pk_set or everybody) if reverse else [instance.pk])


def on_anonymised(person: Any, name: str, **kwargs: Any) -> None:
    forget_name(person=person, name=name)
    forget_notes(person)


def connect() -> None:
    signals.anonymised.connect(on_anonymised, dispatch_uid="teams.anonymised")
    m2m_changed.connect(on_groups_changed, sender=get_user_model().groups.through, dispatch_uid="teams.groups_changed")
