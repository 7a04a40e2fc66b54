"""The circles of people whom a step asks: its own, who instead when none of those can, and who at last.

If nobody is left of those whom a step names, leads of the team decide, then Communications; in a secret team an
administrator instead of Communications, unless the team itself chose a route through Communications.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from teams.house import COMMUNICATIONS_GROUP
from teams.models import PostingPolicy, Team, Visibility

from ..steps import Asks, StepRule


@dataclass(frozen=True)
class Circle:
    """People who may be asked together: holders of a group, people by name, Communications, or administrators."""

    group_id: int | None = None
    people: frozenset[int] = frozenset()
    communications: bool = False
    administrators: bool = False


def circles_for(step: StepRule, team: Team, people: Collection[int] = ()) -> list[Circle]:
    """Whom a step asks, who instead when none of those can, and who at last. An archived team asks nobody."""
    if team.is_archived:
        return []
    own = {
        Asks.EDITORS: Circle(group_id=team.editors_id),
        Asks.LEADS: Circle(group_id=team.leads_id),
        Asks.GROUP: Circle(group_id=step.group_id),
        Asks.PEOPLE: Circle(people=frozenset(people)),
    }[Asks(step.asks)]
    keeps_to_itself = team.visibility == Visibility.SECRET and team.posting_policy != PostingPolicy.COMMUNICATIONS
    last = Circle(administrators=True) if keeps_to_itself else Circle(communications=True)
    return [own, Circle(group_id=team.leads_id), last]


def first_able(circles: list[Circle], writers: set[int], people: Mapping[Circle, list[Any]]) -> list[Any]:
    """Those of the first circle in which anybody is left who did not write it."""
    for circle in circles:
        able = [person for person in people[circle] if person.pk not in writers]
        if able:
            return able
    return []


def people_of(circles: Iterable[Circle]) -> Mapping[Circle, list[Any]]:
    """The active people of these circles by name, with one query a kind of circle."""
    found: dict[Circle, list[Any]] = {circle: [] for circle in circles}
    everyone = get_user_model().objects.active().by_name()
    if Circle(administrators=True) in found:
        found[Circle(administrators=True)] = list(everyone.filter(is_superuser=True))
    named = frozenset().union(*(circle.people for circle in found))
    by_pk = {person.pk: person for person in everyone.filter(pk__in=named)} if named else {}
    for circle in found:
        if circle.people:
            found[circle] = [person for pk, person in by_pk.items() if pk in circle.people]
    groups = {circle.group_id for circle in found if circle.group_id}
    held = get_user_model().groups.through.objects.filter(user__is_active=True)
    held = held.filter(group_id__in=groups) | held.filter(group__name=COMMUNICATIONS_GROUP)
    for row in held.select_related("user", "group").order_by("user__name_folded", "user_id") if found else ():
        for circle in (
            Circle(group_id=row.group_id),
            Circle(communications=row.group.name == COMMUNICATIONS_GROUP),
        ):
            if circle in found:
                found[circle].append(row.user)
    return found


def ids_by(rows: Any, key: str, value: str) -> dict[int, set[int]]:
    """What stands in one column of some rows, by what stands in another."""
    found: dict[int, set[int]] = {}
    for one, other in rows.values_list(key, value):
        found.setdefault(one, set()).add(other)
    return found
