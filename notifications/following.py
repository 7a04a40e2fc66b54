"""Following and muting: what somebody wants to hear of, and what not."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from core.prepared import Prepared

from .models import Following, Notification, Rhythm, Stance
from .subjects import Subject, may_follow

_stance = Prepared(
    lambda person_id, kind, number: Following.objects.filter(person_id=person_id, kind=kind, number=number).values_list(
        "stance", flat=True
    )
)


# --- Writes -----------------------------------------------------------------------------------------------------------


def follow(*, person: Any, subject: Subject) -> None:
    """Hear of it from now on. Raises PermissionDenied for what the person may not see today."""
    _take(person, subject, Stance.FOLLOWING)


def mute(*, person: Any, subject: Subject) -> None:
    """Hear nothing of it, whatever else is followed."""
    _take(person, subject, Stance.MUTED)


def mute_by_mail(*, person: Any, subject: Subject) -> None:
    """For the signed link of a mail, which tells nothing: what the right was lost to can be muted too."""
    _write(person, subject, Stance.MUTED)


def leave(*, person: Any, subject: Subject) -> None:
    """Neither follow nor mute. Always allowed: it says nothing of what was left."""
    Following.objects.filter(person_id=person.pk, kind=subject.kind, number=subject.number).delete()


def follow_by_writing(*, person: Any, subject: Subject) -> None:
    """Who writes in a thread follows it, unless they muted it or do not want that. Belongs into the writing's
    transaction; whatever was said of the subject before stays."""
    if Rhythm.of(person).follows_own_talk:
        row = Following(person_id=person.pk, kind=subject.kind, number=subject.number, stance=Stance.FOLLOWING)
        Following.objects.bulk_create([row], ignore_conflicts=True)


def _take(person: Any, subject: Subject, stance: Stance) -> None:
    if not may_follow(person, subject):
        raise PermissionDenied
    _write(person, subject, stance)


def _write(person: Any, subject: Subject, stance: Stance) -> None:
    Following.objects.update_or_create(
        person_id=person.pk, kind=subject.kind, number=subject.number, defaults={"stance": stance}
    )


# --- Reads ------------------------------------------------------------------------------------------------------------


def stance_of(person: Any, subject: Subject) -> str:
    """``following``, ``muted``, or "". One query."""
    found = _stance(person.pk, subject.kind, subject.number)
    return str(found[0]) if found else ""


def followers_of(subjects: Iterable[Subject], *, muted_by: Iterable[Subject] | None = None) -> QuerySet[Any]:
    """Active people who follow any of the subjects and mute none of them, nor of ``muted_by``."""
    followed = list(subjects)
    muted = {*followed, *(muted_by or ())}
    return (
        get_user_model()
        .objects.filter(is_active=True, pk__in=_people(followed, Stance.FOLLOWING))
        .exclude(pk__in=_people(muted, Stance.MUTED))
    )


def are_followed(subjects: Iterable[Subject]) -> bool:
    """Whether anybody follows one of them."""
    return Following.objects.filter(_any_of(subjects), stance=Stance.FOLLOWING).exists()


def muters_among(people: Collection[int], subjects: Iterable[Subject]) -> set[int]:
    """Which of these people mute one of the subjects."""
    return set(_people(subjects, Stance.MUTED).filter(person_id__in=people))


def muted_among(person: Any, rows: Iterable[Notification]) -> set[str]:
    """The subjects of these rows that ``person`` mutes, as rows name them. One query."""
    named = {text for row in rows for text in row.about}
    return {str(subject) for subject in stances_of(person, named, Stance.MUTED)}


def stances_of(person: Any, named: Iterable[str], stance: Stance) -> set[Subject]:
    """Those of the named subjects to which ``person`` takes this stance."""
    subjects = [Subject(kind, int(number)) for kind, _colon, number in (text.partition(":") for text in named)]
    if not subjects:
        return set()
    found = Following.objects.filter(_any_of(subjects), person_id=person.pk, stance=stance)
    return {Subject(kind, number) for kind, number in found.values_list("kind", "number")}


def _people(subjects: Iterable[Subject], stance: Stance) -> QuerySet[Any]:
    return Following.objects.filter(_any_of(subjects), stance=stance).values_list("person_id", flat=True)


def _any_of(subjects: Iterable[Subject]) -> Q:
    numbers: dict[str, list[int]] = {}
    for kind, number in subjects:
        numbers.setdefault(kind, []).append(number)
    found = Q(pk__in=[])
    for kind, its_numbers in numbers.items():
        found |= Q(kind=kind, number__in=its_numbers)
    return found
