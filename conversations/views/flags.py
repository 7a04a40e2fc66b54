"""Flagging a comment: on a page of its own, or in place of the few words below the comment."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import can_view

from ..forms import FlagForm
from ..models import Comment
from ..moderating import flagging
from ..refusals import Elsewhere, Refused
from .finding import READ_OR_SEND, comment_with


@READ_OR_SEND
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    row = _flagged_or_404(request, pk)
    form = FlagForm(request.POST if request.method == "POST" else None)
    refusal = ""
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                flagging.flag(by=request.user, comment=row, **form.cleaned_data)
            except PermissionDenied:
                raise Http404 from None
            except Refused as refused:
                refusal, status = str(refused), 409 if isinstance(refused, Elsewhere) else 422
            else:
                return _thanks(request, row)
        else:
            status = 422
    context = {"row": row, "form": form, "refusal": refusal, "own": flagging.own_flag(request.user, row)}
    return _show(request, row, context, status)


@require_POST
def unflag(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own flag back."""
    row = _flagged_or_404(request, pk)
    try:
        flagging.withdraw(by=request.user, comment=row)
    except Elsewhere as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Your flag is taken back."))
    return redirect(row if row.is_shown else row.page.address)


def _thanks(request: HttpRequest, row: Comment) -> HttpResponse:
    said = _("Thank you. A moderator will look, and you will hear what came of it. Nobody else learns of your flag.")
    if request.headers.get("HX-Request"):
        return _show(request, row, {"row": row, "said": said}, 200)
    messages.success(request, said)
    return redirect(row.page.address)


def _show(request: HttpRequest, row: Comment, context: dict[str, object], status: int) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return render(request, "conversations/flag.html", context, status=status)
    response = render(request, "conversations/flag_form.html", context, status=status)
    response.headers["HX-Retarget"] = f"#c{row.pk} > footer"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _flagged_or_404(request: HttpRequest, pk: int) -> Comment:
    """A comment that this person may flag, or has: of one that was hidden since, nothing but their own flag is left."""
    row = comment_with(pk)
    if row is None or not row.page.live or not can_view(request.user, row.page):
        raise Http404
    if not (flagging.may_flag(request.user, row) or flagging.own_flag(request.user, row)):
        raise Http404
    return row
