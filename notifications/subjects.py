"""What can be followed and muted: a page, a thread, a team, a person, a tag. Each room registers its own kinds."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Model
from django.db.models.signals import post_delete
from django.utils.functional import Promise

PAGE, THREAD, TEAM, PERSON, TAG = "page", "thread", "team", "person", "tag"


class Subject(NamedTuple):
    """One thing that can be followed."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"

    @classmethod
    def read(cls, text: str) -> "Subject":
        """The subject that ``str`` wrote. Raises ValueError for anything else."""
        kind, _colon, number = text.partition(":")
        if kind not in _kinds or not number.isdecimal() or len(number) > 18:
            raise ValueError(text)
        return cls(kind, int(number))


@dataclass(frozen=True)
class Shown:
    """A subject as a person may see it today."""

    name: str
    address: str


@dataclass(frozen=True)
class SubjectKind:
    """``seen(person, numbers)`` answers for many at once, with a steady number of queries, which of them ``person``
    may see today, and how they are called: who may see a thing may follow it. ``this`` is what a button calls it. With
    a row of ``model`` goes what was said of it.
    """

    name: str
    plural: str | Promise
    this: str | Promise
    model: type[Model]
    seen: Callable[[Any, Collection[int]], dict[int, Shown]]
    order: int = 100


_kinds: dict[str, SubjectKind] = {}


def register_subject(kind: SubjectKind) -> None:
    _kinds[kind.name] = kind
    post_delete.connect(_forget, sender=kind.model, dispatch_uid=f"notifications.deleted:{kind.name}")


def _forget(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What is gone is followed by nobody."""
    from .models import Following  # kinds are named before there are models

    for kind in _kinds.values():
        if kind.model is sender:
            Following.objects.filter(kind=kind.name, number=instance.pk).delete()


def subject_kind(name: str) -> SubjectKind | None:
    return _kinds.get(name)


def subject_kinds() -> list[SubjectKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def seen_today(person: Any, subjects: Iterable[Subject]) -> dict[Subject, Shown]:
    """Those of the subjects that ``person`` may see today, each kind asked once."""
    by_kind: dict[str, list[int]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, []).append(subject.number)
    return {
        Subject(name, number): shown
        for name, numbers in by_kind.items()
        if name in _kinds
        for number, shown in _kinds[name].seen(person, numbers).items()
    }


def may_follow(person: Any, subject: Subject) -> bool:
    return subject in seen_today(person, [subject])
