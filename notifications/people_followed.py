"""People as what can be followed. They live below this room, so it speaks for them."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy

from core.access import is_somebody

from .subjects import PERSON, Shown, SubjectKind, register_subject


def people_seen(person: Any, numbers: Collection[int]) -> dict[int, Shown]:
    """Everybody may know everybody; who left stays in the list of those who followed them."""
    if not is_somebody(person):
        return {}
    people = get_user_model().objects.filter(pk__in=numbers)
    return {each.pk: Shown(each.display_name, each.get_absolute_url()) for each in people}


def register() -> None:
    names = gettext_lazy("People"), gettext_lazy("this person")
    register_subject(SubjectKind(PERSON, *names, get_user_model(), people_seen, order=40))
