"""The gate of approvals: it vouches for what everybody who must be asked said yes to, in exactly these words."""

from typing import Any

from wagtail.models import Revision, WorkflowState

from publishing.gates import Vouch
from publishing.models import Article, Clearance

from ..deciders.tallies import needed_for
from ..models import Decision, Request
from ..routes.route import Subject, steps_on
from .standing import approvals_that_count, aspects_now

APPROVED = "approved"


def approved(article: Article, revision: Revision, digest: str, user: Any) -> Vouch | None:
    """Vouches once for a request as its last approval completes it, and again when the schedule it set comes due.

    Every step that the team's route asks for now, and every step of the request's own, must have been approved by as
    many people as it wants, in what it covers of this revision, and nobody who did may be among its writers. Where
    somebody acts, it is the last approver; for a schedule nobody acts, and the approval is named instead.
    """
    request = _completed(article, revision, digest)
    if request is None or article.team.is_archived:
        return None
    last = _last_word(request)
    if last is None:
        return None
    reference = f"request:{request.pk}"
    was_used = Clearance.objects.filter(article_id=article.pk, gate=APPROVED, reference=reference).exists()
    if user is None:
        is_due = was_used and revision.approved_go_live_at is not None
        return Vouch(reference=reference) if is_due else None
    if was_used or last.person_id != user.pk:
        return None
    return Vouch(by=user, reference=reference)


def _completed(article: Article, revision: Revision, digest: str) -> Request | None:
    """The latest request about exactly this content, if it ended with yes."""
    return (
        Request.objects.filter(
            article_id=article.pk,
            revision_id=revision.pk,
            digest=digest,
            workflow_state__status=WorkflowState.STATUS_APPROVED,
        )
        .select_related("workflow_state", "revision")
        .order_by("-pk")
        .first()
    )


def _last_word(request: Request) -> Decision | None:
    """The last approval, if every step that must approve has, by people who may."""
    request.article = Article.objects.select_related("team").get(pk=request.article_id)
    request.aspects = aspects_now(request)
    held = approvals_that_count(request)
    if not held:
        return None
    steps = list(request.steps.all())
    page = request.revision.as_object()  # type: ignore[union-attr]  # it was found by its revision
    wanted = {row.pk for row in steps_on(Subject.of(page, request.article.team))}
    if not wanted <= {step.origin_id for step in steps}:
        return None
    for step in steps:
        approvers = {decision.person_id for decision in held if decision.step_id == step.pk}
        if not step.is_done or len(approvers) < needed_for(step):
            return None
    return max(held, key=lambda decision: (decision.at, decision.pk))
