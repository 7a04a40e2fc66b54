"""Everything that may happen to an approval. Each locks the page and its request first, and looks again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from publishing import lifecycle
from publishing.models import Article
from publishing.permissions import is_author, may_edit, may_read_drafts
from publishing.readiness import objection_to

from ..deciders.permissions import steps_asking
from ..deciders.stand_ins import absent_represented
from ..deciders.tallies import approvers_for
from ..forms import DecisionForm
from ..models import Channel, Decision, Request, RequestStep, Verdict, request_of
from ..refusals import PAGE_IS_GONE, AlreadySettled, ContentMoved, NotAsked, Refused
from ..routes.route import asks_anybody
from ..telling import notices
from ..wording.versions import what_changed
from . import following, running
from .reasons import how_settled, why_not_asked
from .running import lock_request


@transaction.atomic
def submit(*, by: Any, article: Any, note: str = "", is_correction: bool = False) -> Request:
    """Ask for approval of an article's latest revision, with a word to those who are asked. What was sent back goes to
    the step that asked for changes; ``is_correction`` says that nothing but spelling changed since.

    Raises PermissionDenied for who may not edit it, Refused when nobody has to be asked or somebody is asked already,
    ValidationError when the page is not ready to go live.
    """
    row = lifecycle.lock(article)
    page = row.specific
    if not may_edit(by, row):
        raise PermissionDenied
    if not asks_anybody(row.team) or page.get_workflow() is None:
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
    if before is not None:
        if is_correction:
            following.note_correction(row, revision, by)
        before.requested_by = by
        before.resume(user=by)
        state = before
    else:
        state = page.get_workflow().start(page, by)
    found: Request = Request.objects.select_related("workflow_state", "article__team").get(workflow_state_id=state.pk)
    keep_note(page, note)
    return found


def keep_note(article: Any, note: str) -> None:
    """A word of who asks to those who are asked, with the request that waits for them."""
    Request.objects.open().filter(article_id=article.pk).update(note=note.strip())


def decide(*, by: Any, task_state: TaskState, form: DecisionForm, channel: Channel = Channel.SITE) -> Decision:
    """What a valid form says about the content it names, for every step at hand that asks ``by``.

    The last yes publishes it, or puts it on its schedule; if that fails, the decision has not happened either. A return
    sends it back to its author with the reason. Raises Refused, or ValidationError with what keeps it from going live.
    """
    told = form.cleaned_data
    return _decide(by, task_state, form.verdict, told["revision_id"], told["digest"], told["comment"], channel)


def approve(
    *,
    by: Any,
    task_state: TaskState,
    revision_id: int,
    digest: str,
    remark: str = "",
    channel: Channel = Channel.SITE,
) -> Decision:
    """Say yes to exactly this content. Raises as ``decide`` does."""
    return _decide(by, task_state, Verdict.APPROVED, revision_id, digest, remark, channel)


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
    return _decide(by, task_state, Verdict.RETURNED, revision_id, digest, reason, channel)


@transaction.atomic
def _decide(
    by: Any, task_state: TaskState, verdict: Verdict, revision_id: int, digest: str, words: str, channel: Channel
) -> Decision:
    words = words.strip()
    if verdict == Verdict.RETURNED and not words:
        raise Refused(_("Say what should change: the author needs a reason to work with."))
    request, open_task = lock_open(task_state)
    _require_same_content(request, revision_id, digest)
    steps = steps_asking_or_refuse(by, request)
    decision = _record(request, steps, open_task, by, verdict, words, channel)
    if verdict == Verdict.RETURNED:
        request.objected = True
        request.save(update_fields=["objected"])
        open_task.reject(user=by, comment=words)
        notices.tell_returned(decision)
    else:
        has_passed = running.go_on(request, open_task, by, words)
        notices.tell_approved(decision, has_passed=has_passed)
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
    if not may_edit(user, article) or not asks_anybody(article.team):
        return False
    return not Request.objects.open().filter(article_id=article.pk).exists()


def lock_open(task_state: TaskState) -> tuple[Request, TaskState]:
    """The request and its open task, locked; refused with who was quicker when it is not open any more."""
    try:
        found = request_of(task_state)
    except Request.DoesNotExist:
        raise AlreadySettled(PAGE_IS_GONE) from None
    request = lock_request(found)
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


def steps_asking_or_refuse(by: Any, request: Request) -> list[RequestStep]:
    """The steps at hand that ask ``by``. Raises NotAsked."""
    steps = steps_asking(by, request)
    if not steps:
        raise NotAsked(why_not_asked(by, request))
    return steps


def _record(
    request: Request,
    steps: list[RequestStep],
    task_state: TaskState,
    by: Any,
    verdict: Verdict,
    words: str,
    channel: Channel,
) -> Decision:
    """One row a step; the first stands for all of them where it is told."""
    absent = absent_represented(by, steps)
    made = [
        Decision.objects.create(
            request=request,
            article=request.article,
            task_state_id=task_state.pk,
            step=step,
            revision_id=request.revision_id,
            digest=request.digest,
            aspects=request.aspects,
            person=by,
            for_person=absent.get(step.pk),
            decision=verdict,
            stands=verdict == Verdict.APPROVED,
            reason=words,
            step_name=step.name,
            channel=channel,
        )
        for step in steps
    ]
    return made[0]
