"""Binding a team to the route that its posting policy asks for."""

from typing import Any

from django.db import transaction
from wagtail.models import Revision, WorkflowPage, WorkflowState

from publishing import lifecycle
from publishing.gates import is_cleared
from publishing.models import Article
from publishing.permissions import is_author
from teams.models import Team

from . import notices, running
from .models import Request
from .steps import steps_for, workflow_for


@transaction.atomic
def follow_policy(team: Team, by: Any = None) -> None:
    """After a team was made or changed its policy: its pages take the new route.

    A request that runs on a route with fewer steps than now wanted starts again on the new one; one that runs on more
    goes on to its end. What was scheduled with less than now wanted waits for approval again. Authors are told.
    """
    workflow = workflow_for(team.posting_policy)
    if workflow is None:
        WorkflowPage.objects.filter(page_id=team.page.pk).delete()
    else:
        WorkflowPage.objects.update_or_create(page_id=team.page.pk, defaults={"workflow": workflow})
    for request in Request.objects.open().filter(article__team=team).select_related("workflow_state__workflow"):
        _reroute(request, team, by)
    for revision in _scheduled_in(team):
        _ask_again(revision, by)


def _reroute(request: Request, team: Team, by: Any) -> None:
    lifecycle.lock(request.article)
    state = WorkflowState.objects.select_for_update().get(pk=request.workflow_state_id)
    if state.status != WorkflowState.STATUS_IN_PROGRESS:
        return
    is_stricter = not set(steps_for(team.posting_policy)) <= {task.step for task in running.steps_of(state)}
    if is_stricter:
        asked_by = state.requested_by
        state.cancel(user=by)
        workflow_for(team.posting_policy).start(request.article.specific, asked_by)  # type: ignore[union-attr]  # stricter than some route, so there is one
    notices.tell_rerouted(request, by=by, is_stricter=is_stricter)


def _scheduled_in(team: Team) -> list[Revision]:
    ids = [str(pk) for pk in Article.objects.filter(team=team).values_list("pk", flat=True)]
    return list(Revision.page_revisions.filter(object_id__in=ids, approved_go_live_at__isnull=False))


def _ask_again(revision: Revision, by: Any) -> None:
    """Take a revision off the schedule whose approval is no longer enough, and ask for what is wanted now."""
    article = revision.content_object
    if is_cleared(article, revision, None):
        return
    lifecycle.lock(article)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    workflow = workflow_for(article.team.posting_policy)
    asked_by = article.owner if article.owner and is_author(article.owner, article) else None
    if workflow is None or article.current_workflow_state:
        return
    state = workflow.start(article, asked_by)
    notices.tell_rerouted(state.request, by=by, is_stricter=True)
