"""Who decides on a step now, and how far it has come: worked out at run time, from what the step says, the page's own
team, who was handed it and who stands in for whom.

Nobody decides on what they wrote. ``querysets.RequestStepQuerySet.asking`` is the same rule as one query.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import TaskState

from ..models import Decision, HandOver, Request, RequestStep, request_of
from ..querysets import people_named
from ..steps import ALL, Asks, Reach
from .circles import Circle, circles_for, first_able, ids_by, people_of
from .names import by_name
from .stand_ins import stand_ins_for


@dataclass(frozen=True)
class Tally:
    """How far a step has come: who approved, who may still, and how many must."""

    step: RequestStep
    approved: list[Any]
    asked: list[Any]
    needed: int
    reached: int

    @property
    def is_reached(self) -> bool:
        return self.reached >= self.needed

    @property
    def is_stuck(self) -> bool:
        """Whether too few are left to say yes."""
        return self.reached + len(self.asked) < self.needed


def approvers_for(subject: Any) -> list[Any]:
    """The people who may decide now, by name. ``subject`` is a task state or a request."""
    request = request_of(subject) if isinstance(subject, TaskState) else subject
    return asked_in([request])[request.pk]


def asked_in(requests: Iterable[Request]) -> dict[int, list[Any]]:
    """Who is asked in each of these requests, whatever their number, with at most six queries."""
    rows = list(requests)
    return asked_by_request(rows, tallies_of(rows, is_deciding=False))


def asked_by_request(requests: Iterable[Request], tallies: Iterable[Tally]) -> dict[int, list[Any]]:
    """Who is asked in each of these requests, by name, read from the tallies of their steps at hand (of others too)."""
    asked: dict[int, dict[int, Any]] = {row.pk: {} for row in requests}
    for tally in tallies:
        if not tally.step.is_done and tally.step.request_id in asked:
            asked[tally.step.request_id].update({person.pk: person for person in tally.asked})
    return {pk: sorted(people.values(), key=by_name) for pk, people in asked.items()}


def tallies_of(requests: Iterable[Request], *, is_deciding: bool = True) -> list[Tally]:
    """How far the steps at hand of these requests have come, in order. Where nobody ``is_deciding`` just now, only
    steps that want more than one yes are looked through for those given: the first one ends any other."""
    rows = {row.pk: row for row in requests if row.is_open}
    if not rows:
        return []
    steps = RequestStep.objects.filter(request__in=rows).with_hand_overs()
    at_hand = [step for step in steps if step.position == rows[step.request_id].position]
    return _tally(at_hand, rows, is_deciding=is_deciding)


def needed_for(step: RequestStep) -> int:
    """How many must have approved a step that is done, at the least: all of a group were counted when it was."""
    return max(step.needed, 1)


# --- Counting -------------------------------------------------------------------------------------


def _tally(steps: list[RequestStep], requests: Mapping[int, Request], *, is_deciding: bool = True) -> list[Tally]:
    """With as few queries as these steps need: a question that none of them raises is not asked."""
    ids = [step.pk for step in steps]
    writers = ids_by(Request.writers.through.objects.filter(request_id__in=requests), "request_id", "user_id")
    named: dict[int, set[int]] = {}
    if any(step.asks == Asks.PEOPLE for step in steps):
        named = ids_by(people_named().filter(requeststep_id__in=ids), "requeststep_id", "user_id")
    standing: dict[int, list[Any]] = {}
    counted = ids if is_deciding else [step.pk for step in steps if step.needed != 1 or step.is_done]
    if counted:
        said = Decision.objects.standing().filter(step__in=counted).select_related("person")
        for decision in said.order_by("at", "pk"):
            standing.setdefault(decision.step_id, []).append(decision.person)
    handed: dict[int, list[HandOver]] = {}
    if any(step.is_handed for step in steps):
        for one in HandOver.objects.holding().filter(step__in=ids).select_related("taker"):
            handed.setdefault(one.step_id, []).append(one)
    circles = {
        step.pk: circles_for(step, requests[step.request_id].article.team, named.get(step.pk, set())) for step in steps
    }
    people = people_of([circle for row in circles.values() for circle in row])
    stand_ins = stand_ins_for(steps, requests, circles, people)
    return [
        _count(
            step,
            circles[step.pk],
            people,
            writers.get(step.request_id, set()),
            standing.get(step.pk, []),
            handed.get(step.pk, []),
            stand_ins.get(step.pk, {}),
        )
        for step in steps
    ]


def _count(
    step: RequestStep,
    circles: list[Circle],
    people: Mapping[Circle, list[Any]],
    writers: set[int],
    approved: list[Any],
    handed: list[HandOver],
    deputies: Mapping[int, Any],
) -> Tally:
    said = {person.pk for person in approved if person is not None}
    own = {person.pk: person for person in first_able(circles, writers, people)}
    able = dict(own)
    if step.asks == Asks.PEOPLE:
        able |= {one.pk: one for pk in own if (one := deputies.get(pk)) is not None and one.pk not in writers}
    late: dict[int, Any] = {}
    for reach, circle in zip((Reach.LEADS, Reach.HOUSE), circles[1:], strict=True) if circles else ():
        if step.reach >= reach:
            late |= {person.pk: person for person in people[circle] if person.pk not in writers}
    able |= late
    for one in handed if circles else ():
        able[one.taker_id] = one.taker
    for one in handed:
        able.pop(one.giver_id, None)
    needed, reached = step.needed, len(said)
    if step.needed == ALL:
        # Everybody who is named and can is heard: themselves, through a deputy, or through whom they handed it to.
        # Whoever came to the step late stands in for one of them; whoever has left since has been counted.
        voices = {pk: {pk} for pk in own.keys() | (said - late.keys() - _others(own, deputies, handed))}
        for pk in own:
            voices[pk] |= {one.pk for one in [deputies.get(pk)] if one is not None}
            voices[pk] |= {one.taker_id for one in handed if one.giver_id == pk}
        needed = len(voices)
        reached = sum(bool(said & heard) for heard in voices.values()) + len(said & late.keys() - own.keys())
    asked = sorted((person for pk, person in able.items() if pk not in said), key=by_name)
    return Tally(step, approved, asked, max(needed, 1), reached)


def _others(own: Mapping[int, Any], deputies: Mapping[int, Any], handed: list[HandOver]) -> set[int]:
    """Those who speak for somebody whom a step names and are not named themselves."""
    found = {one.pk for pk in own if (one := deputies.get(pk)) is not None} | {one.taker_id for one in handed}
    return found - own.keys()
