"""Undoing an act of a moderator, from the message that told of it or from the log."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access import can_view

from .. import moderating
from ..models import ModerationRecord
from ..permissions import user_can_moderate
from ..refusals import Refused
from .finding import READ_OR_SEND


@READ_OR_SEND
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks by GET, acts by POST. What is too late to be undone says what happened since."""
    record = _record_or_404(request, pk)
    context = {"record": record, "refusal": "", "is_undoable": moderating.is_undoable(record)}
    if request.method != "POST":
        return render(request, "conversations/undo.html", context)
    try:
        moderating.undo(by=request.user, record=record)
    except PermissionDenied:
        raise Http404 from None
    except Refused as refusal:
        context |= {"refusal": str(refusal), "is_undoable": False}
        return render(request, "conversations/undo.html", context, status=409)
    messages.success(request, _("It is as it was before."))
    return redirect(_address_of(record))


def _record_or_404(request: HttpRequest, pk: int) -> ModerationRecord:
    row = (
        ModerationRecord.objects.select_related("comment__page__team", "comment__user", "page__team", "team", "by")
        .select_related("person")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    about: Any = row.comment or row.page
    team = row.team or (about.page.team if row.comment else getattr(row.page, "team", None))
    if team is None or not user_can_moderate(request.user, team):
        raise Http404
    if about is not None and not can_view(request.user, about):
        raise Http404
    return row


def _address_of(record: ModerationRecord) -> str:
    if record.comment is not None:
        return record.comment.get_absolute_url()
    if record.page is not None:
        return f"{record.page.address}#talk"
    return "/moderation/"
