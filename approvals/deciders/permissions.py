"""Whether somebody is asked, and what they may do because of it or because they were."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from core.access import group_ids, is_somebody
from core.prepared import Prepared

from ..models import HandOver, Request, RequestStep
from ..querysets import people_named
from ..steps import Asks
from .circles import circles_for
from .tallies import Tally, tallies_of


def may_decide(user: Any, request: Request) -> bool:
    """Whether somebody is asked now. At most six queries; of many requests ask ``Request.objects.awaiting``."""
    return bool(steps_asking(user, request))


def steps_asking(user: Any, request: Request) -> list[RequestStep]:
    """The steps at hand that ask ``user`` now; one word of theirs answers all of them."""
    return those_asking(user, tallies_of([request])) if is_somebody(user) else []


def those_asking(user: Any, tallies: Iterable[Tally]) -> list[RequestStep]:
    """The steps among these that wait for ``user``."""
    asked = [tally for tally in tallies if not tally.step.is_done]
    return [tally.step for tally in asked if any(person.pk == user.pk for person in tally.asked)]


def asks_outside_the_cms(person: Any) -> bool:
    """Whether a step at hand names somebody without CMS rights, or was handed to them: a narrow look, before the dear
    one."""
    return bool(_named()(person.pk, group_ids(person)))


@cache
def _named() -> Prepared:
    return Prepared(lambda person_id, mine: RequestStep.objects.at_hand().naming(person_id, mine).order_by()[:1])


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
