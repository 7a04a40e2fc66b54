"""What the views of approvals share: the request behind a number, and a sentence for whoever decided or came late."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from ..models import Decision, Request


def find(pk: int) -> tuple[Request, TaskState]:
    task_state = get_object_or_404(TaskState.objects.select_related("task"), pk=pk)
    asked = get_object_or_404(
        Request.objects.select_related(
            "article__team", "article__owner", "revision", "workflow_state__requested_by",
            "workflow_state__current_task_state",
        ),
        workflow_state_id=task_state.workflow_state_id,
    )  # fmt: skip
    return asked, task_state


def thanks(decision: Decision) -> str:
    title = {"title": decision.article.draft_title}
    if decision.is_approval:
        return _("You approved “%(title)s”.") % title
    return _("“%(title)s” goes back to its author with your reason.") % title


def told(request: HttpRequest, sentence: str, status: int = 200, *, heading: str = "") -> HttpResponse:
    """A page with nothing but a sentence, and the way to the desk."""
    context = {"sentence": sentence, "heading": heading}
    return render(request, "approvals/settled.html", context, status=status)
