"""Listens to teams; each handler calls one action."""

from typing import Any

from teams import signals

from . import counting
from .moderators import forget_groups


def on_membership_changed(team: Any, person: Any, **kwargs: Any) -> None:
    counting.redraw_marks(team=team, person=person)


def connect() -> None:
    signals.team_created.connect(forget_groups, dispatch_uid="conversations.team_created")
    signals.team_deleted.connect(forget_groups, dispatch_uid="conversations.team_deleted")
    signals.membership_changed.connect(on_membership_changed, dispatch_uid="conversations.membership_changed")
