"""Everything that may happen to an approval. Each locks the page and its request first, and looks again."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from core.formatting import short_time
from publishing import lifecycle
from publishing.models import Article
from publishing.permissions import is_author, may_edit, may_read_drafts
from publishing.readiness import objection_to

from . import running
from .deciders.names import in_words
from .deciders.permissions import may_decide, steps_asking
from .deciders.stand_ins import absent_represented
from .deciders.tallies import approvers_for
from .emergency import EMERGENCY
from .forms import DecisionForm
from .models import Channel, Decision, Request, RequestStep, Verdict, request_of
from .refusals import PAGE_IS_GONE, AlreadySettled, ContentMoved, NotAsked, Refused
from .routes import asks_anybody
from .running import lock_request
from .telling import notices
from .wording.versions import what_changed


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
            running.note_correction(row, revision, by)
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
    approved = request.decisions.standing().filter(person_id=user.pk, step__position=request.position).last()
    people = {"people": in_words(approvers_for(request))}
    if approved is not None:
        return _("You approved this %(when)s. It waits for %(people)s.") % {"when": short_time(approved.at), **people}
    if request.writers.filter(pk=user.pk).exists():
        return _("You wrote part of this, so somebody else decides: %(people)s.") % people
    return _("This is for %(people)s to decide.") % people


def steps_asking_or_refuse(by: Any, request: Request) -> list[RequestStep]:
    """The steps at hand that ask ``by``. Raises NotAsked."""
    steps = steps_asking(by, request)
    if not steps:
        raise NotAsked(_why_not_asked(by, request))
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
        past = request.article.clearances.filter(gate=EMERGENCY, revision=request.revision_id).last()
        if past is not None:
            words = {"person": past.by or _("An administrator"), "when": short_time(past.at)}
            return _("%(person)s published this past approval %(when)s.") % words
        return _how_withdrawn(request)
    if status == WorkflowState.STATUS_IN_PROGRESS:
        return _("This page was edited, so approval started again. Please decide on the new version.")
    return _("This request is settled.")


def _how_withdrawn(request: Request) -> str:
    """A page has one request at a time, so the first end without an answer since this one began is its own."""
    ended = PageLogEntry.objects.filter(page_id=request.article_id, action="wagtail.workflow.cancel")
    entry = ended.filter(timestamp__gte=request.workflow_state.created_at).order_by("timestamp").first()
    if entry is None or entry.user is None:
        return str(_("This request was withdrawn."))
    return _("%(person)s withdrew this %(when)s.") % {"person": entry.user, "when": short_time(entry.timestamp)}
