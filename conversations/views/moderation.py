"""Moderating a comment where it stands, and the way to the queue."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from .. import moderating
from ..forms import ReasonForm
from ..models import Comment
from ..moderators import moderates
from ..queue import waiting_address
from .finding import READ_OR_SEND, moderated_or_404


@READ_OR_SEND
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    row = moderated_or_404(request, pk)
    return _moderate(request, row, "approve", lambda: moderating.approve(by=request.user, comment=row))


@READ_OR_SEND
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    row = moderated_or_404(request, pk)
    return _moderate(request, row, "restore", lambda: moderating.restore(by=request.user, comment=row))


@READ_OR_SEND
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    row = moderated_or_404(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and not form.is_valid():
        return render(request, "conversations/moderate.html", {"row": row, "act": "hide", "form": form}, status=422)
    return _moderate(
        request,
        row,
        "hide",
        lambda: moderating.hide(by=request.user, comment=row, reason=form.cleaned_data["reason"]),
        form,
    )


@require_GET
def moderation(request: HttpRequest) -> HttpResponse:
    """The queue is in the CMS; for those who moderate nothing there is none."""
    if not moderates(request.user):
        raise Http404
    return redirect(waiting_address())


def _moderate(
    request: HttpRequest, row: Comment, act: str, do: Callable[[], object], form: ReasonForm | None = None
) -> HttpResponse:
    """Asks by GET, acts by POST, and leads back to the comment."""
    if request.method != "POST":
        return render(request, "conversations/moderate.html", {"row": row, "act": act, "form": form})
    try:
        do()
    except PermissionDenied:
        raise Http404 from None
    return redirect(row)
