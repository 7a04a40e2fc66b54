"""Listens to teams and people; each handler calls one action."""

from typing import Any

from people import signals as people_signals
from publishing.lifecycle import audience_changed
from teams import signals

from . import forgetting
from .moderators import forget_groups
from .writing import counting, redrawing


def on_membership_changed(team: Any, person: Any, **kwargs: Any) -> None:
    counting.redraw_marks(team=team, person=person)


def on_visibility_changed(team: Any, **kwargs: Any) -> None:
    redrawing.forget_name_of(team)


def on_audience_changed(articles: Any, **kwargs: Any) -> None:
    redrawing.forget_names_under(articles)


def on_anonymised(person: Any, username: str, **kwargs: Any) -> None:
    forgetting.forget_person(person=person, username=username)


def connect() -> None:
    people_signals.anonymised.connect(on_anonymised, dispatch_uid="conversations.anonymised")
    signals.team_created.connect(forget_groups, dispatch_uid="conversations.team_created")
    signals.team_deleted.connect(forget_groups, dispatch_uid="conversations.team_deleted")
    signals.visibility_changed.connect(on_visibility_changed, dispatch_uid="conversations.visibility_changed")
    audience_changed.connect(on_audience_changed, dispatch_uid="conversations.audience_changed")
    signals.membership_changed.connect(on_membership_changed, dispatch_uid="conversations.membership_changed")
