"""What of the database leaves the house when somebody takes everything along, and what stays and why.

Every table is in one of two lists; a test fails for one that is in neither. `exports` says it for the rooms below it
and for the packages; rooms beside and above it say it for themselves, from ``AppConfig.ready``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model


@dataclass(frozen=True)
class Carried:
    """A table whose rows leave the house. ``team`` is the path from a row to its team, where a team takes its rows
    along; ``kept_back`` names columns that never leave, each with the reason, and ``secret`` those that only leave
    when the whole site goes and somebody asks for them. ``of_others`` names columns that name a person in rows which
    somebody else wrote or asked for: such a row is no part of what belongs to that person."""

    label: str
    team: str = ""
    kept_back: tuple[tuple[str, str], ...] = ()
    secret: tuple[str, ...] = ()
    of_others: tuple[str, ...] = ()

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)


_carried: dict[str, Carried] = {}
_left: dict[str, str] = {}
_made_anew: set[str] = set()
_rebuilds: dict[str, Callable[[], object]] = {}


def carry(label: str, **told: Any) -> None:
    """Rows of the model ``app.Model`` leave the house; ``told`` is what ``Carried`` holds about them. The tables of
    its many-to-many fields leave by themselves."""
    _carried[label] = Carried(label, **told)


def leave(label: str, why: str, *, is_made_anew: bool = False) -> None:
    """Rows of the model ``app.Model`` stay, for a reason that the documents repeat; ``is_made_anew`` where a function
    given to ``rebuild`` makes them from the rest."""
    _left[label] = why
    if is_made_anew:
        _made_anew.add(label)


def rebuild(name: str, function: Callable[[], object]) -> None:
    """After a whole site came in, ``function`` makes anew what was left because it can be made from the rest."""
    _rebuilds[name] = function


def carried() -> list[Carried]:
    return [_carried[label] for label in sorted(_carried)]


def left() -> dict[str, str]:
    """Labels of the models that stay, each with the reason."""
    return dict(sorted(_left.items()))


def made_anew() -> list[type[Model]]:
    """The models whose rows are made from all others. Which there are depends on the database."""
    return [model for model in apps.get_models() if model._meta.label in _made_anew]


def rebuilds() -> dict[str, Callable[[], object]]:
    return dict(_rebuilds)
