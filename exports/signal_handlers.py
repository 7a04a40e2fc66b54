"""Listens to people and to rows that go; each handler calls one action."""

from typing import Any

from django.db.models.signals import post_delete

from people.signals import anonymised
from publishing.lifecycle import audience_changed
from teams.models import Team

from . import actions
from .models import Package


def on_anonymised(person: Any, **kwargs: Any) -> None:
    actions.forget_about(person)


def on_audience_changed(team: Team, **kwargs: Any) -> None:
    actions.forget_what_closed(team)


def on_deleted(instance: Package, **kwargs: Any) -> None:
    actions.forget_file(instance)


def connect() -> None:
    anonymised.connect(on_anonymised, dispatch_uid="exports.anonymised")
    audience_changed.connect(on_audience_changed, dispatch_uid="exports.audience_changed")
    post_delete.connect(on_deleted, sender=Package, dispatch_uid="exports.package_deleted")
