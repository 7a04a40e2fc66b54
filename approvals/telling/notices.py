"""Telling approvers that they are asked, and authors what became of it."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import TaskState

from notifications.actions import tell
from publishing.models import Article
from publishing.permissions import may_read_drafts

from ..models import Decision, Request

ASKED = "approval_requested"
RETURNED = "approval_returned"
APPROVED = "approval_approved"
LIVE = "approval_published"
WITHDRAWN = "approval_withdrawn"
MOVED = "approval_moved"
REROUTED = "approval_rerouted"
REMINDED = "approval_reminder"
WIDENED = "approval_widened"
REMARKED = "approval_remarked"


def tell_asked(request: Request, task_state: TaskState, people: Iterable[Any]) -> None:
    asker = request.workflow_state.requested_by
    for person in people:
        _tell(person, ASKED, f"asked:{task_state.pk}", request, task_state.pk, asker)


def tell_handed_over(request: Request, task_state: TaskState, *, by: Any, to: Any) -> None:
    _tell(to, ASKED, f"asked:{task_state.pk}:by:{by.pk}", request, task_state.pk, by)


def tell_reminder(request: Request, task_state: TaskState, people: Iterable[Any], *, due_at: Any, round_: int) -> None:
    """A second word to those who have not answered; its key holds the round, so that none is told twice in one."""
    asker = request.workflow_state.requested_by
    for person in people:
        _tell(
            person,
            REMINDED,
            f"reminded:{task_state.pk}:{round_}",
            request,
            task_state.pk,
            asker,
            {"due": due_at.isoformat()},
        )


def tell_widened(request: Request, task_state: TaskState, people: Iterable[Any], *, reach: str) -> None:
    """Nobody answered in time: others are asked as well, and its authors see it."""
    asker = request.workflow_state.requested_by
    for person in people:
        _tell(person, ASKED, f"asked:{task_state.pk}", request, task_state.pk, asker)
    _tell_authors(
        WIDENED, f"widened:{task_state.pk}:{reach}", request, task_state.pk, None, {"reach": reach}, mail=False
    )


def tell_returned(decision: Decision) -> None:
    _tell_authors(
        RETURNED, f"returned:{decision.pk}", decision.request, decision.task_state_id, decision.person, _said(decision)
    )


def tell_approved(decision: Decision, *, has_passed: bool) -> None:
    """Somebody said yes, which passed their step or not yet; the last yes put the page live or on its schedule, which
    is told instead."""
    request = decision.request
    article = Article.objects.get(pk=request.article_id)
    state = Request.objects.select_related("workflow_state").get(pk=request.pk).workflow_state
    data = {**_said(decision), "passed": has_passed}
    if state.status != state.STATUS_APPROVED:
        _tell_authors(APPROVED, f"approved:{decision.pk}", request, decision.task_state_id, decision.person, data)
        return
    planned = article.scheduled_revision
    data["from"] = planned.approved_go_live_at.isoformat() if planned else ""
    _tell_authors(LIVE, f"approved:{decision.pk}", request, decision.task_state_id, decision.person, data)


def tell_withdrawn(request: Request, *, by: Any, asked: Iterable[Any]) -> None:
    """Authors with mail; those who were asked only in their inbox, where the request stood."""
    task_state = request.workflow_state.current_task_state_id
    key = f"withdrawn:{request.workflow_state_id}"
    _tell_authors(WITHDRAWN, key, request, task_state, by, {})
    for person in asked:
        _tell(person, WITHDRAWN, key, request, task_state, by, mail=False)


def tell_moved(request: Request, *, by: Any, dropped: bool) -> None:
    """Somebody else edited what its authors had submitted."""
    task_state = request.workflow_state.current_task_state_id
    _tell_authors(MOVED, f"moved:{request.revision_id}", request, task_state, by, {"dropped": dropped}, mail=dropped)


def tell_rerouted(request: Request, *, by: Any, is_stricter: bool) -> None:
    key = f"rerouted:{request.pk}:{request.article.team.posting_policy}:{request.steps.count()}"
    task_state = request.workflow_state.current_task_state_id
    _tell_authors(REROUTED, key, request, task_state, by, {"stricter": is_stricter}, mail=is_stricter)


def authors_to_tell(request: Request) -> list[Any]:
    """Who asked, and everybody in the byline, as far as they may still read the draft."""
    article = Article.objects.select_related("team", "owner").get(pk=request.article_id)
    people = {person.pk: person for person in article.authors}
    if article.owner:
        people[article.owner.pk] = article.owner
    asker = request.workflow_state.requested_by
    if asker:
        people[asker.pk] = asker
    return [person for person in people.values() if person.is_active and may_read_drafts(person, article)]


def _tell_authors(
    kind: str,
    key: str,
    request: Request,
    task_state_id: int | None,
    actor: Any,
    data: dict[str, Any],
    mail: bool = True,
) -> None:
    for person in authors_to_tell(request):
        _tell(person, kind, key, request, task_state_id, actor, data, mail=mail)


def _tell(
    person: Any,
    kind: str,
    key: str,
    request: Request,
    task_state_id: int | None,
    actor: Any,
    data: dict[str, Any] | None = None,
    mail: bool = True,
) -> None:
    article = request.article
    told = {
        "title": article.draft_title or article.title,
        "team": article.team.name,
        "step": request.step_name,
        "actor": str(actor) if actor else "",
        **(data or {}),
    }
    tell(
        person=person,
        kind=kind,
        key=f"approval:{key}",
        page=article,
        target_id=task_state_id,
        actor=actor,
        data=told,
        mail=mail,
    )


def _said(decision: Decision) -> dict[str, Any]:
    return {"words": decision.reason, "step": decision.step_name}
