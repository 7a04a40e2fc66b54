"""Everything that may happen to an approval. Each locks the page and its request first, and looks again."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from core.formatting import short_time
from publishing import lifecycle
from publishing.models import Article
from publishing.permissions import is_author, may_edit, may_read_drafts
from publishing.readiness import objection_to

from . import notices
from .approvers import approvers_for, in_words, may_decide
from .differences import what_changed
from .models import Channel, Decision, Request, Verdict, request_of
from .refusals import AlreadySettled, ContentMoved, NotAsked, Refused
from .running import lock_request
from .steps import steps_for


@transaction.atomic
def submit(*, by: Any, article: Any) -> Request:
    """Ask for approval of an article's latest revision. What was sent back goes to the first step again.

    Raises PermissionDenied for who may not edit it, Refused when nobody has to be asked or somebody is asked already,
    ValidationError when the page is not ready to go live.
    """
    row = lifecycle.lock(article)
    page = row.specific
    if not may_edit(by, row):
        raise PermissionDenied
    workflow = page.get_workflow()
    if workflow is None:
        raise Refused(_("In this team authors publish their own pages; nobody has to be asked."))
    before = WorkflowState.objects.active().for_instance(page).select_for_update().first()
    if before is not None and before.status == WorkflowState.STATUS_IN_PROGRESS:
        raise AlreadySettled(_("This page is waiting for approval already."))
    revision = page.latest_revision or page.save_revision(user=by)
    written = revision.as_object()
    written.full_clean()
    objection = objection_to(written)
    if objection:
        raise Refused(objection)
    if before is not None and before.workflow_id == workflow.pk:
        before.requested_by = by
        before.resume(user=by)
        state = before
    else:
        if before is not None:
            before.cancel(user=by)
        state = workflow.start(page, by)
    found: Request = Request.objects.select_related("workflow_state", "article__team").get(workflow_state_id=state.pk)
    return found


def approve(
    *,
    by: Any,
    task_state: TaskState,
    revision_id: int,
    digest: str,
    remark: str = "",
    channel: Channel = Channel.SITE,
) -> Decision:
    """Say yes to exactly this content. The last yes publishes it, or puts it on its schedule; if that fails, the
    decision has not happened either. Raises Refused, or ValidationError with what keeps the page from going live."""
    with transaction.atomic():
        request, open_task = _lock_open(task_state)
        _require_same_content(request, revision_id, digest)
        _require_asked(by, request)
        decision = _record(request, open_task, by, Verdict.APPROVED, remark, channel)
        open_task.approve(user=by, comment=remark)
        notices.tell_approved(decision)
    return decision


def return_for_changes(
    *,
    by: Any,
    task_state: TaskState,
    revision_id: int,
    digest: str,
    reason: str,
    channel: Channel = Channel.SITE,
) -> Decision:
    """Send it back to its author with a reason. Raises Refused."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say what should change: the author needs a reason to work with."))
    with transaction.atomic():
        request, open_task = _lock_open(task_state)
        _require_same_content(request, revision_id, digest)
        _require_asked(by, request)
        decision = _record(request, open_task, by, Verdict.RETURNED, reason, channel)
        open_task.reject(user=by, comment=reason)
        notices.tell_returned(decision)
    return decision


@transaction.atomic
def withdraw(*, by: Any, article: Any) -> Request:
    """Take a request back, whether it is waiting or was sent back. Raises PermissionDenied or Refused."""
    found = Request.objects.unsettled().filter(article_id=article.pk).select_related("article").first()
    if found is None:
        last = Request.objects.filter(article_id=article.pk).order_by("-pk").first()
        raise AlreadySettled(how_settled(last) if last else _("Nobody is asked about this page."))
    request = lock_request(found)
    if not may_withdraw(by, request):
        raise PermissionDenied
    if request.workflow_state.status not in (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES):
        raise AlreadySettled(how_settled(request))
    asked = approvers_for(request)
    request.workflow_state.cancel(user=by)
    notices.tell_withdrawn(request, by=by, asked=asked)
    return request


def may_withdraw(user: Any, request: Request) -> bool:
    """Who asked and may still edit the page, and its authors."""
    if is_author(user, request.article):
        return True
    return bool(request.workflow_state.requested_by_id == user.pk and may_read_drafts(user, request.article))


def may_submit(user: Any, article: Article) -> bool:
    """Whether submitting is what ``user`` can do next with this article."""
    if not may_edit(user, article) or not steps_for(article.team.posting_policy):
        return False
    return not Request.objects.open().filter(article_id=article.pk).exists()


def _lock_open(task_state: TaskState) -> tuple[Request, TaskState]:
    """The request and its open task, locked; refused with who was quicker when it is not open any more."""
    request = lock_request(request_of(task_state))
    state = request.workflow_state
    if not request.is_open or state.current_task_state_id != task_state.pk:
        raise AlreadySettled(how_settled(request, task_state))
    fresh = TaskState.objects.select_for_update().select_related("task").get(pk=task_state.pk).specific
    if fresh.status != TaskState.STATUS_IN_PROGRESS:
        raise AlreadySettled(how_settled(request, task_state))
    fresh.workflow_state = WorkflowState.objects.get(pk=state.pk)
    return request, fresh


def _require_same_content(request: Request, revision_id: int, digest: str) -> None:
    if digest == request.digest:
        return
    changed = what_changed(request.article, revision_id, request.revision_id)
    raise ContentMoved(
        _("This page was edited since you opened it (%(what)s). Please look again before you decide.")
        % {"what": changed}
    )


def why_not(user: Any, task_state: TaskState) -> str:
    """Why ``user`` cannot decide now, in a sentence; empty when they can."""
    request = request_of(task_state)
    if not request.is_open or request.workflow_state.current_task_state_id != task_state.pk:
        return how_settled(request, task_state)
    return _why_not_asked(user, request)


def not_ready(error: ValidationError) -> str:
    """For an approver: what keeps the page from going live."""
    reasons = " ".join(error.messages)
    return _("It could not go live, so nothing was decided: %(reasons)s Ask its author to mend this.") % {
        "reasons": reasons
    }


def _why_not_asked(user: Any, request: Request) -> str:
    if may_decide(user, request):
        return ""
    if request.article.team.is_archived:
        return str(_("This team is archived, so its pages stay as they are."))
    people = {"people": in_words(approvers_for(request))}
    if request.writers.filter(pk=user.pk).exists():
        return _("You wrote part of this, so somebody else decides: %(people)s.") % people
    return _("This is for %(people)s to decide.") % people


def _require_asked(by: Any, request: Request) -> None:
    why = _why_not_asked(by, request)
    if why:
        raise NotAsked(why)


def _record(
    request: Request, task_state: TaskState, by: Any, verdict: Verdict, words: str, channel: Channel
) -> Decision:
    return Decision.objects.create(
        request=request,
        article=request.article,
        task_state_id=task_state.pk,
        revision_id=request.revision_id,
        digest=request.digest,
        person=by,
        decision=verdict,
        reason=words.strip(),
        step=request.step,
        step_name=task_state.task.name,
        channel=channel,
    )


def how_settled(request: Request, task_state: TaskState | None = None) -> str:
    """Who did what when, in a sentence, for somebody who came too late."""
    decisions = request.decisions.select_related("person").order_by("-at", "-pk")
    decision = (decisions.filter(task_state_id=task_state.pk) if task_state else decisions).first()
    if decision is not None:
        words = {"person": decision.person or _("Somebody"), "when": short_time(decision.at)}
        if decision.is_approval:
            return _("%(person)s approved this %(when)s.") % words
        return _("%(person)s asked for changes %(when)s.") % words
    status = request.workflow_state.status
    if status == WorkflowState.STATUS_CANCELLED:
        return _("This request was withdrawn.")
    if status == WorkflowState.STATUS_IN_PROGRESS:
        return _("This page was edited, so approval started again. Please decide on the new version.")
    return _("This request is settled.")
