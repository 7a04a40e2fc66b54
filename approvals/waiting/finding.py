"""What waits for somebody, found cheaply among thousands of requests.

Compiling these questions would cost more than the rest of the front page, so they are prepared. The rule itself is dear
for the database too: it is asked only about steps that could ask this person at all, and the wide rows only of what is
shown.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from core.access import group_ids, is_administrator, is_somebody
from core.prepared import Prepared

from ..models import Request, RequestStep
from ..querysets import absent_for, left_alone


@cache
def _could_ask() -> Prepared:
    return Prepared(RequestStep.objects.that_could_ask)


@cache
def _asked_first(most: int) -> Prepared:
    def ids(person_id: int, groups: Any, as_administrator: bool, absent: Any, steps: Any) -> Any:
        asking = RequestStep.objects.order_by().asking(person_id, groups, as_administrator, absent, steps)
        return _ids_in_order(Request.objects.filter(pk__in=asking.values("request_id")))[:most]

    return Prepared(ids)


@cache
def _could_ask_in_order() -> Prepared:
    def ids(*asked: Any) -> Any:
        return _ids_in_order(Request.objects.filter(pk__in=_requests_of(RequestStep.objects.that_could_ask(*asked))))

    return Prepared(ids)


_rows = Prepared(lambda ids: Request.objects.filter(pk__in=ids).with_rows().due_first())


def asked_first(person: Any, most: int) -> list[int]:
    """The ids of the first requests that ask ``person`` now, what is due first before the rest. Two queries, one where
    nothing could ask them; one for whom they stand in, and from time to time one for what was left alone."""
    steps = _steps_that_could_ask(person)
    return list(_asked_first(most)(*_somebody(person), steps)) if steps else []


def that_could_ask(person: Any, *, team: str = "", purpose: str = "") -> list[int]:
    """The ids of all requests that could ask ``person``, in the same order; ``deciders.those_asking`` says of their
    tallies which do. One query; two where they are narrowed, and the same besides."""
    if not is_somebody(person):
        return []
    if team or purpose:
        some = Request.objects.filter(pk__in=_requests_of(_steps_that_could_ask(person)))
        return list(_ids_in_order(some.about(team=team, purpose=purpose)))
    return list(_could_ask_in_order()(*_somebody(person), left_alone()))


def rows_of(ids: Iterable[int]) -> list[Request]:
    """These requests with everything that a row of the desk shows. One query."""
    wanted = list(ids)
    return list(_rows(wanted)) if wanted else []


def _somebody(person: Any) -> tuple[Any, ...]:
    return person.pk, group_ids(person), is_administrator(person), absent_for(person)


def _steps_that_could_ask(person: Any) -> set[int]:
    return set(_could_ask()(*_somebody(person), left_alone())) if is_somebody(person) else set()


def _requests_of(steps: Any) -> Any:
    return RequestStep.objects.order_by().filter(pk__in=steps).values("request_id")


def _ids_in_order(requests: Any) -> Any:
    return requests.due_first().values_list("pk", flat=True)
