"""A request while it runs: which content it asks about, which step is due, and what an edit does to it."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState, WorkflowState

from publishing import lifecycle
from publishing.digest import content_digest
from publishing.models import Article, Clearance

from . import notices
from .approvers import asked_in
from .models import Decision, Request, Verdict
from .references import files_named_in
from .refusals import AlreadySettled
from .steps import tasks_of
from .writers import remember_writers


def lock_request(request: Request) -> Request:
    """The request as it is now, its page's row and its workflow's row locked until the transaction ends. Raises
    AlreadySettled when the page is gone.

    Always in this order: page, then workflow state. Whatever writes takes the page's row first.
    """
    try:
        lifecycle.lock(request.article)
    except ObjectDoesNotExist:
        raise AlreadySettled(_("This page was deleted, so there is nothing left to decide.")) from None
    state = WorkflowState.objects.select_for_update().get(pk=request.workflow_state_id)
    fresh = Request.objects.select_related("article__team", "revision").get(pk=request.pk)
    fresh.workflow_state = state
    return fresh


def steps_of(workflow_state: Any) -> list[Any]:
    return tasks_of(workflow_state.workflow)


def approvals_held(request: Request) -> list[Decision]:
    """The approvals that count for the content asked about now; an edit leaves those of other words behind."""
    held = request.decisions.filter(
        decision=Verdict.APPROVED, digest=request.digest, task_state__revision=request.revision
    )
    return list(held.select_related("person"))


def ask_about_latest(workflow_state: Any) -> tuple[Request, Any]:
    """Let a request ask about its page's latest revision; returns it with the step that is due.

    After changes no approval counts any more, so the first step is.
    """
    article = Article.objects.select_related("team").get(pk=workflow_state.object_id)
    lifecycle.lock(article)
    request, _made = Request.objects.get_or_create(workflow_state=workflow_state, defaults={"article": article})
    request.article = article
    _take(request, article.latest_revision)
    held = {decision.step for decision in approvals_held(request)}
    due = next((task for task in steps_of(workflow_state) if task.step not in held), None)
    if due is not None:
        request.step = due.step
        request.save(update_fields=["step"])
    return request, due


def _take(request: Request, revision: Revision) -> None:
    request.revision = revision
    request.digest = content_digest(revision)
    request.files = files_named_in(revision)
    request.save(update_fields=["revision", "digest", "files"])
    remember_writers(request)


def tell_approvers(request: Request, task_state: TaskState) -> None:
    notices.tell_asked(request, task_state, asked_in([request])[request.pk])


@transaction.atomic
def follow_edit(article: Any, revision: Revision, by: Any) -> None:
    """A revision was saved while somebody is asked: the request moves to it in the same transaction.

    Changed words drop the approvals already given and start again at the first step; the same words change nothing
    but the number of the revision.
    """
    found = Request.objects.open().filter(article_id=article.pk).select_related("article").first()
    if found is None:
        return
    request = lock_request(found)
    state = request.workflow_state
    if not request.is_open or revision.pk == request.revision_id:
        return
    old_revision = request.revision_id
    here = TaskState.objects.filter(workflow_state=state, revision_id=old_revision)
    if content_digest(revision) == request.digest:
        here.update(revision=revision)
        request.revision = revision
        request.save(update_fields=["revision"])
        return
    dropped = [decision.pk for decision in approvals_held(request)]
    _take(request, revision)
    log(
        instance=article,
        action="approvals.moved",
        user=by,
        revision=revision,
        data={"from_revision": old_revision, "dropped": dropped},
    )
    if dropped:
        state.current_task_state.cancel(user=by)  # Wagtail goes on, and the step that is due is the first one again
    else:
        here.filter(status=TaskState.STATUS_IN_PROGRESS).update(revision=revision)
    notices.tell_moved(request, by=by, dropped=bool(dropped))


def is_under_decision(revision: Revision) -> bool:
    """Whether a revision must stay as it is: somebody was asked about it, or it was let live."""
    return (
        TaskState.objects.filter(revision_id=revision.pk).exists()
        or Clearance.objects.filter(revision_id=revision.pk).exists()
    )
