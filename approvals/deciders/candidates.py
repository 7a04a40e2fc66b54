"""Who could be asked, before anybody is: at the steps of a route, and in the end at those of a request that runs."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from teams.models import Team

from ..models import HandOver, Request, RequestStep, RouteStep
from ..querysets import people_named
from ..steps import Asks
from .circles import Circle, circles_for, first_able, ids_by, people_of


def would_be_asked(step: RouteStep, team: Team, writers: Collection[int]) -> list[Any]:
    """Who would be asked at a step of a route about something that these people wrote."""
    circles = circles_for(step, team, _named_by([step], team).get(step.pk, set()))
    return first_able(circles, set(writers), people_of(circles))


def named_at(steps: Collection[RouteStep], team: Team) -> dict[int, list[Any]]:
    """The people whom the steps of a route name, whatever they wrote."""
    people = _named_by(steps, team)
    circles = {step.pk: circles_for(step, team, people.get(step.pk, set()))[:1] for step in steps}
    found = people_of([circle for row in circles.values() for circle in row])
    return {pk: [person for circle in row for person in found[circle]] for pk, row in circles.items()}


def _named_by(steps: Collection[RouteStep], team: Team) -> dict[int, set[int]]:
    """Whom steps of a route name, as ``querysets.people_named`` says it of those on a request."""
    if not any(step.asks == Asks.PEOPLE for step in steps):
        return {}
    rows = RouteStep.people.through.objects.filter(routestep__in=steps)
    if team.audience_id is not None:
        members = get_user_model().groups.through.objects.filter(group_id=team.readers_id)
        rows = rows.filter(Q(routestep__team=None) | Q(user_id__in=members.values("user_id")))
    return ids_by(rows, "routestep_id", "user_id")


def reachable(steps: Collection[RequestStep], requests: Mapping[int, Request]) -> dict[int, set[int]]:
    """By step, the ids of everybody who could be asked about it in the end, its own people and all who are asked when
    those do not answer, without the writers. At most five queries."""
    ids = [step.pk for step in steps]
    writers = ids_by(Request.writers.through.objects.filter(request_id__in=requests), "request_id", "user_id")
    named = ids_by(people_named().filter(requeststep_id__in=ids), "requeststep_id", "user_id")
    handed = ids_by(HandOver.objects.holding().filter(step__in=ids), "step_id", "taker_id")
    circles = {
        step.pk: circles_for(step, requests[step.request_id].article.team, named.get(step.pk, set())) for step in steps
    }
    people = _ids_of(circles)
    return {
        step.pk: (people[step.pk] | handed.get(step.pk, set())) - writers.get(step.request_id, set()) for step in steps
    }


def reachable_at(rows: Iterable[tuple[RouteStep, Team]]) -> list[set[int]]:
    """The same for steps of routes, each in a team, before anybody wrote anything: at most three queries."""
    pairs = list(rows)
    by_team: dict[int, set[int]] = {}
    through = RouteStep.people.through.objects.filter(routestep__in={step.pk for step, _team in pairs})
    for step_id, person_id in through.values_list("routestep_id", "user_id"):
        by_team.setdefault(step_id, set()).add(person_id)
    circles = {place: circles_for(step, team, by_team.get(step.pk, set())) for place, (step, team) in enumerate(pairs)}
    people = _ids_of(circles)
    return [people[place] for place in circles]


def _ids_of(circles: Mapping[int, list[Circle]]) -> dict[int, set[int]]:
    found = people_of([circle for row in circles.values() for circle in row])
    return {key: {person.pk for circle in row for person in found[circle]} for key, row in circles.items()}
