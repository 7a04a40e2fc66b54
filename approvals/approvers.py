"""Who decides on a step: worked out at run time, from what the step says and the page's own team.

Nobody decides on what they wrote. If that leaves nobody of those whom a step names, leads of the team decide, then
Communications; in a secret team an administrator instead of Communications, unless the team itself chose a route
through Communications. ``querysets.RequestStepQuerySet.asking`` is the same rule as one query.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from core.access import group_ids, is_somebody
from core.prepared import Prepared
from teams.deputies import deputies_of, stands_in_for
from teams.house import COMMUNICATIONS_GROUP
from teams.models import PostingPolicy, Team, Visibility

from .models import Decision, HandOver, Request, RequestStep, RouteStep, request_of
from .querysets import people_named
from .steps import ALL, Asks, Reach, StepRule


@dataclass(frozen=True)
class Circle:
    """People who may be asked together: holders of a group, people by name, Communications, or administrators."""

    group_id: int | None = None
    people: frozenset[int] = frozenset()
    communications: bool = False
    administrators: bool = False


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


def approvers_for(subject: Any) -> list[Any]:
    """The people who may decide now, by name. ``subject`` is a task state or a request."""
    request = request_of(subject) if isinstance(subject, TaskState) else subject
    return asked_in([request])[request.pk]


def would_be_asked(step: RouteStep, team: Team, writers: Collection[int]) -> list[Any]:
    """Who would be asked at a step of a route about something that these people wrote."""
    circles = circles_for(step, team, _named_by([step], team).get(step.pk, set()))
    return _first_able(circles, set(writers), _people_of(circles))


def named_at(steps: Collection[RouteStep], team: Team) -> dict[int, list[Any]]:
    """The people whom the steps of a route name, whatever they wrote."""
    people = _named_by(steps, team)
    circles = {step.pk: circles_for(step, team, people.get(step.pk, set()))[:1] for step in steps}
    found = _people_of([circle for row in circles.values() for circle in row])
    return {pk: [person for circle in row for person in found[circle]] for pk, row in circles.items()}


def _named_by(steps: Collection[RouteStep], team: Team) -> dict[int, set[int]]:
    """Whom steps of a route name, as ``querysets.people_named`` says it of those on a request."""
    if not any(step.asks == Asks.PEOPLE for step in steps):
        return {}
    rows = RouteStep.people.through.objects.filter(routestep__in=steps)
    if team.audience_id is not None:
        members = get_user_model().groups.through.objects.filter(group_id=team.readers_id)
        rows = rows.filter(Q(routestep__team=None) | Q(user_id__in=members.values("user_id")))
    return _rows(rows, "routestep_id", "user_id")


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
    return {pk: sorted(people.values(), key=_by_name) for pk, people in asked.items()}


def tallies_of(requests: Iterable[Request], *, is_deciding: bool = True) -> list[Tally]:
    """How far the steps at hand of these requests have come, in order. Where nobody ``is_deciding`` just now, only
    steps that want more than one yes are looked through for those given: the first one ends any other."""
    rows = {row.pk: row for row in requests if row.is_open}
    if not rows:
        return []
    steps = RequestStep.objects.filter(request__in=rows).with_hand_overs()
    at_hand = [step for step in steps if step.position == rows[step.request_id].position]
    return _tally(at_hand, rows, is_deciding=is_deciding)


def reachable(steps: Collection[RequestStep], requests: Mapping[int, Request]) -> dict[int, set[int]]:
    """By step, the ids of everybody who could be asked about it in the end, its own people and all who are asked when
    those do not answer, without the writers. At most five queries."""
    ids = [step.pk for step in steps]
    writers = _rows(Request.writers.through.objects.filter(request_id__in=requests), "request_id", "user_id")
    named = _rows(people_named().filter(requeststep_id__in=ids), "requeststep_id", "user_id")
    handed = _rows(HandOver.objects.holding().filter(step__in=ids), "step_id", "taker_id")
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
    found = _people_of([circle for row in circles.values() for circle in row])
    return {key: {person.pk for circle in row for person in found[circle]} for key, row in circles.items()}


def needed_for(step: RequestStep) -> int:
    """How many must have approved a step that is done, at the least: all of a group were counted when it was."""
    return max(step.needed, 1)


def may_decide(user: Any, request: Request) -> bool:
    """Whether somebody is asked now. At most six queries; of many requests ask ``Request.objects.awaiting``."""
    return bool(steps_asking(user, request))


def asks_outside_the_cms(person: Any) -> bool:
    """Whether a step at hand names somebody without CMS rights, or was handed to them: a narrow look, before the dear
    one."""
    return bool(_named()(person.pk, group_ids(person)))


@cache
def _named() -> Prepared:
    return Prepared(lambda person_id, mine: RequestStep.objects.at_hand().naming(person_id, mine).order_by()[:1])


def steps_asking(user: Any, request: Request) -> list[RequestStep]:
    """The steps at hand that ask ``user`` now; one word of theirs answers all of them."""
    return those_asking(user, tallies_of([request])) if is_somebody(user) else []


def those_asking(user: Any, tallies: Iterable[Tally]) -> list[RequestStep]:
    """The steps among these that wait for ``user``."""
    asked = [tally for tally in tallies if not tally.step.is_done]
    return [tally.step for tally in asked if any(person.pk == user.pk for person in tally.asked)]


def may_approve_in_bulk(user: Any, request: Request) -> bool:
    """Whether every step at hand lets its requests be approved together with others."""
    return all(step.in_bulk for step in steps_asking(user, request))


def may_mend(user: Any, page: Any) -> bool:
    """Whether ``user`` may edit a page while somebody is asked about it: those who are asked, and those of the route
    who mended it and so became writers, or they would be shut out in the middle of a word. Never its own authors."""
    request = (
        Request.objects.open().filter(article_id=page.pk).select_related("article__team", "workflow_state").first()
    )
    if request is None or not is_somebody(user):
        return False
    if may_decide(user, request):
        return True
    article, submitter = request.article, request.workflow_state.requested_by_id
    if user.pk in {article.owner_id, submitter} or article.authorships.filter(person_id=user.pk).exists():
        return False
    return request.writers.filter(pk=user.pk).exists() and any(is_of_step(user, step) for step in request.steps.all())


def is_of_step(user: Any, step: RequestStep) -> bool:
    """Whether ``user`` is one of those whom a step names or was handed to, whatever they wrote."""
    team = step.request.article.team
    if team.is_archived:
        return False
    if HandOver.objects.holding().filter(step=step, taker_id=user.pk).exists():
        return True
    if step.asks == Asks.PEOPLE:
        return bool(people_named().filter(requeststep_id=step.pk, user_id=user.pk).exists())
    return circles_for(step, team)[0].group_id in group_ids(user)


def in_words(people: Collection[Any], most: int = 3) -> str:
    """Names for a sentence: "Ada, Grace or Mary", with a count when there are many."""
    names = [person.display_name for person in people]
    if not names:
        return str(_("nobody"))
    if len(names) > most:
        return _("%(names)s or %(count)s others") % {
            "names": ", ".join(names[: most - 1]),
            "count": len(names) - most + 1,
        }
    if len(names) == 1:
        return str(names[0])
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


# --- Counting -------------------------------------------------------------------------------------


def _tally(steps: list[RequestStep], requests: Mapping[int, Request], *, is_deciding: bool = True) -> list[Tally]:
    """With as few queries as these steps need: a question that none of them raises is not asked."""
    ids = [step.pk for step in steps]
    writers = _rows(Request.writers.through.objects.filter(request_id__in=requests), "request_id", "user_id")
    named: dict[int, set[int]] = {}
    if any(step.asks == Asks.PEOPLE for step in steps):
        named = _rows(people_named().filter(requeststep_id__in=ids), "requeststep_id", "user_id")
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
    people = _people_of([circle for row in circles.values() for circle in row])
    stand_ins = _stand_ins(steps, requests, circles, people)
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
    own = {person.pk: person for person in _first_able(circles, writers, people)}
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
    asked = sorted((person for pk, person in able.items() if pk not in said), key=_by_name)
    return Tally(step, approved, asked, max(needed, 1), reached)


def _others(own: Mapping[int, Any], deputies: Mapping[int, Any], handed: list[HandOver]) -> set[int]:
    """Those who speak for somebody whom a step names and are not named themselves."""
    found = {one.pk for pk in own if (one := deputies.get(pk)) is not None} | {one.taker_id for one in handed}
    return found - own.keys()


def _stand_ins(
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


def _first_able(circles: list[Circle], writers: set[int], people: Mapping[Circle, list[Any]]) -> list[Any]:
    for circle in circles:
        able = [person for person in people[circle] if person.pk not in writers]
        if able:
            return able
    return []


def _people_of(circles: Iterable[Circle]) -> Mapping[Circle, list[Any]]:
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


def _rows(rows: Any, key: str, value: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in rows.values_list(key, value):
        found.setdefault(one, set()).add(other)
    return found


def _by_name(person: Any) -> tuple[str, int]:
    return (person.name_folded, person.pk)
