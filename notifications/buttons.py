"""The one control for following and muting, wherever it stands. One query."""

from typing import Any

from django.http import HttpRequest

from core.sections import Section

from .following import stance_of
from .models import Stance
from .subjects import PERSON, Subject, subject_kind

CONTROL = "notifications/follow.html"
LINE = "notifications/follow_line.html"
IN_A_RAIL = "notifications/follow_in_rail.html"


def follow_button(request: HttpRequest, kind: str, number: int, *, template: str = CONTROL) -> Section:
    """For whoever may see the thing: its page asks that before it draws anything."""
    return Section(template, control(request.user, Subject(kind, number), back=request.path))


def control(person: Any, subject: Subject, *, back: str) -> dict[str, Any]:
    kind = subject_kind(subject.kind)
    stance = stance_of(person, subject)
    return {
        "subject": subject,
        "this": kind.this if kind is not None else "",
        "is_following": stance == Stance.FOLLOWING,
        "is_muted": stance == Stance.MUTED,
        "back": back,
    }


def for_person(request: HttpRequest, person: Any) -> Section | None:
    """On a profile; nobody follows themself, and nothing more comes from who has left."""
    if person.pk == request.user.pk or not person.is_active:
        return None
    return follow_button(request, PERSON, person.pk)
