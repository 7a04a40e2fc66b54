"""What becomes of requests when something changes under them: an edit, another place, another route or policy."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState, WorkflowPage

from publishing import lifecycle
from publishing.digest import content_digest
from publishing.gates import is_cleared
from publishing.models import Article, Clearance
from publishing.permissions import is_author
from teams.models import Team

from ..models import Decision, Request
from ..routes.route import asks_anybody, forget_shown, workflow
from ..telling import notices
from . import corrections, standing
from .running import go_to_due, lock_request, take_revision, take_route, widen_where_short

# --- An edit ----------------------------------------------------------------------------------------


@transaction.atomic
def follow_edit(article: Any, revision: Revision, by: Any) -> None:
    """A revision was saved while somebody is asked: the request moves to it in the same transaction.

    Approvals whose remit the change touches fall and are asked for again; the same words change nothing but the
    number of the revision.
    """
    if getattr(article, "is_marked_as_correction", False):
        note_correction(article, revision, by)
    found = Request.objects.open().filter(article_id=article.pk).select_related("article").first()
    if found is None:
        return
    request = lock_request(found)
    state = request.workflow_state
    if not request.is_open or revision.pk == request.revision_id:
        return
    old_revision = request.revision
    here = TaskState.objects.filter(workflow_state=state, revision_id=request.revision_id)
    if content_digest(revision) == request.digest:
        here.update(revision=revision)
        request.revision = revision
        request.save(update_fields=["revision"])
        return
    take_revision(request, revision)
    dropped = _ask_again_where_needed(request, by)
    if not dropped:
        here.filter(status=TaskState.STATUS_IN_PROGRESS).update(revision=revision)
    log(
        instance=article,
        action="approvals.moved",
        user=by,
        revision=revision,
        data={
            "from_revision": old_revision.pk if old_revision else None,
            "dropped": [decision.pk for decision in dropped],
        },
    )
    notices.tell_moved(request, by=by, dropped=bool(dropped))


def note_correction(article: Any, revision: Revision, by: Any) -> None:
    """Somebody says that nothing but spelling changed since people were asked about an article: kept, if it is so."""
    request = Request.objects.unsettled().filter(article_id=article.pk).select_related("revision", "article").first()
    if request is not None and request.revision is not None:
        corrections.note(request, request.revision, revision, by)


def is_under_decision(revision: Revision) -> bool:
    """Whether a revision must stay as it is: somebody was asked about it, or it was let live."""
    return (
        TaskState.objects.filter(revision_id=revision.pk).exists()
        or Clearance.objects.filter(revision_id=revision.pk).exists()
    )


# --- Another place, another route -------------------------------------------------------------------


@transaction.atomic
def follow_place(article: Article) -> None:
    """An article that is asked about changed its team or its readers: approvals that covered those fall, steps that
    were another team's own go, and those of the place where it stands now come."""
    found = Request.objects.open().filter(article_id=article.pk).select_related("article").first()
    if found is None:
        return
    request = lock_request(found)
    if not request.is_open or request.revision is None:
        return
    request.aspects = standing.aspects_now(request)
    request.save(update_fields=["aspects"])
    request.steps.filter(origin__team__isnull=False).exclude(origin__team=request.article.team_id).delete()
    _ask_again_where_needed(request, None)


@transaction.atomic
def follow_route(found: Request, by: Any) -> None:
    """The route of a request's team changed: what it asks for now is asked, what it asked for before stays."""
    request = lock_request(found)
    if not request.is_open:
        return
    held = request.steps.count()
    _ask_again_where_needed(request, by)
    notices.tell_rerouted(request, by=by, is_stricter=request.steps.count() > held)


def _ask_again_where_needed(request: Request, by: Any) -> list[Decision]:
    """Turn back to a step whose approvals fell, or that was added before the one at hand. Returns what fell."""
    at_hand = request.position
    dropped = standing.drop_what_fell(request)
    added = take_route(request)
    go_to_due(request)
    is_at_hand_anew = any(step.position == request.position for step in added)
    if dropped or is_at_hand_anew or request.position != at_hand:
        # Wagtail starts the task anew, and with it the step that is due.
        request.workflow_state.current_task_state.cancel(user=by, resume=True)
    else:
        widen_where_short(request)
    return dropped


# --- Another policy ---------------------------------------------------------------------------------


@transaction.atomic
def follow_policy(team: Team, by: Any = None) -> None:
    """After a team was made or changed its policy or its own steps: its pages take the new route.

    A request that runs on a route with fewer steps than now wanted is asked about at those too; one that runs on more
    goes on to its end. What was scheduled with less than now wanted waits for approval again. Authors are told.
    """
    if asks_anybody(team):
        WorkflowPage.objects.update_or_create(page_id=team.page.pk, defaults={"workflow": workflow()})
    else:
        WorkflowPage.objects.filter(page_id=team.page.pk).delete()
    forget_shown(team)
    for request in Request.objects.open().filter(article__team=team).select_related("article"):
        follow_route(request, by)
    for revision in _scheduled_in(team):
        _ask_again(revision, by)


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
    asked_by = article.owner if article.owner and is_author(article.owner, article) else None
    if not asks_anybody(article.team) or article.current_workflow_state:
        return
    state = workflow().start(article, asked_by)
    notices.tell_rerouted(state.request, by=by, is_stricter=True)
