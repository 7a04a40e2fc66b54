"""Who decides for somebody who is away."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth import get_user_model

from teams.deputies import deputies_of, stands_in_for
from teams.house import COMMUNICATIONS_GROUP

from ..models import Request, RequestStep
from ..steps import ALL, Asks
from .circles import Circle


def stand_ins_for(
    steps: Collection[RequestStep],
    requests: Mapping[int, Request],
    circles: Mapping[int, list[Circle]],
    people: Mapping[Circle, list[Any]],
) -> dict[int, dict[int, Any]]:
    """By step, who stands in today for which absent person: for people by name whoever may read the draft, where all
    of a group must say yes another of them. Two queries, none where no step could need it."""
    wanting = [step for step in steps if circles[step.pk] and (step.asks == Asks.PEOPLE or step.needed == ALL)]
    own = {step.pk: {person.pk for person in people[circles[step.pk][0]]} for step in wanting}
    rows = deputies_of(set().union(*own.values())) if own else {}
    if not rows:
        return {}
    held: dict[int, set[int]] = {}
    helpers: set[int] = set()
    through = get_user_model().groups.through.objects.filter(user__in={row.deputy_id for row in rows.values()})
    for person_id, group_id, name in through.values_list("user_id", "group_id", "group__name"):
        held.setdefault(person_id, set()).add(group_id)
        if name == COMMUNICATIONS_GROUP:
            helpers.add(person_id)
    found: dict[int, dict[int, Any]] = {}
    for step in wanting:
        editors_id = requests[step.request_id].article.team.editors_id
        for absent_id, row in rows.items():
            if absent_id not in own[step.pk]:
                continue
            may_read = editors_id in held.get(row.deputy_id, set())
            may_read |= circles[step.pk][-1].communications and row.deputy_id in helpers
            if may_read if step.asks == Asks.PEOPLE else row.deputy_id in own[step.pk]:
                found.setdefault(step.pk, {})[absent_id] = row.deputy
    return found


def absent_represented(deputy: Any, steps: Collection[RequestStep]) -> dict[int, Any]:
    """By step, the absent person for whom somebody decides who is not named there: the record reads "B for A"."""
    absent = {row.person_id: row.person for row in stands_in_for(deputy)}
    if not absent:
        return {}
    found = {}
    for step in steps:
        named = set(step.people.values_list("pk", flat=True)) if step.asks == Asks.PEOPLE else set()
        covered = [absent[pk] for pk in sorted(named & absent.keys())]
        if covered and deputy.pk not in named:
            found[step.pk] = covered[0]
    return found
