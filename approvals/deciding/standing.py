"""Which approvals count for the words that are asked about now, and which fell with a change."""

from collections.abc import Iterable
from typing import Any

from publishing.digest import Aspect, aspect_digests
from publishing.models import Article

from ..models import Decision, Request, RequestStep


def aspects_now(request: Request) -> dict[str, str]:
    """The digests of what a request asks about, by aspect, where its page stands now."""
    article: Article = request.article
    content = request.revision.content  # type: ignore[union-attr]  # a request without a revision is not asked about
    return aspect_digests(content, team_id=article.team_id, audience_id=article.audience_id)


def counts(decision: Decision, request: Request, steps: dict[int, RequestStep], writers: set[int]) -> bool:
    """Whether an approval still covers what is asked about: nothing in its step's remit changed since, a marked
    correction excepted where the step allows one, and its giver has not become a writer."""
    step = steps.get(decision.step_id or 0)
    if step is None or not decision.is_approval or decision.person_id is None or decision.person_id in writers:
        return False
    return all(_covers(decision, request, step, aspect) for aspect in step.remit)


def approvals_that_count(request: Request) -> list[Decision]:
    """The approvals of a request that stand, looked at again: what was stored is not taken at its word."""
    steps = {step.pk: step for step in request.steps.all()}
    writers = set(request.writers.values_list("pk", flat=True))
    return [
        decision
        for decision in request.decisions.standing().select_related("person")
        if counts(decision, request, steps, writers)
    ]


def drop_what_fell(request: Request) -> list[Decision]:
    """Let the approvals fall whose remit a change touched; returns them. Their steps are open again."""
    good = {decision.pk for decision in approvals_that_count(request)}
    fallen = list(request.decisions.standing().exclude(pk__in=good).select_related("person"))
    Decision.objects.filter(pk__in=[decision.pk for decision in fallen]).update(stands=False)
    request.steps.filter(pk__in={decision.step_id for decision in fallen}).update(is_done=False)
    return fallen


def _covers(decision: Decision, request: Request, step: RequestStep, aspect: str) -> bool:
    then, now = decision.aspects.get(aspect), request.aspects.get(aspect)
    if then is None or then == now:
        return then is not None
    if aspect != Aspect.TEXT or not step.keeps_on_correction:
        return False
    return now in _corrected_from(then, request.corrections.all())


def _corrected_from(start: str, corrections: Iterable[Any]) -> set[str]:
    """Every version of the words that corrections alone lead to from this one."""
    reached = {start}
    for correction in corrections:  # in the order in which they were made
        if correction.before in reached:
            reached.add(correction.after)
    return reached
