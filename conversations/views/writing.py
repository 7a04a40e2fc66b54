"""Editing, deleting and bringing back one's own comment, and its history for those who moderate."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .. import refusals
from ..models import Comment
from ..writing import deleting, editing, mentions, own_words
from ..writing.boxes import Box
from .finding import READ_OR_SEND, history_or_404, own_or_404


@READ_OR_SEND
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form in the comment's place, or on a page; and what it sends."""
    row = own_or_404(request, pk)
    if request.method == "POST":
        return _edit(request, row)
    refusal = own_words.why_not_edit(request.user, row)
    if refusal:
        return render(request, "conversations/edit.html", {"row": row, "refusal": refusal}, status=403)
    return show_edit_box(request, Box(row.page, edits=row, text=row.comment, seen=editing.version_of(row)))


@READ_OR_SEND
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_or_404(request, pk)
    if not own_words.may_delete(request.user, row):
        raise Http404
    if request.method != "POST":
        return render(request, "conversations/delete.html", {"row": row, "is_deleted": False})
    try:
        deleting.delete(by=request.user, comment=row)
    except PermissionDenied:
        raise Http404 from None
    return redirect("conversations:bring_back", pk=row.pk)


@READ_OR_SEND
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_or_404(request, pk)
    if not own_words.may_bring_back(request.user, row):
        # It is there again, or gone for good: either way the thread shows what there is.
        return redirect(f"{row.page.address}#talk")
    if request.method != "POST":
        context = {"row": row, "is_deleted": True, "hours": settings.INTRAMURAL_EDIT_HOURS}
        return render(request, "conversations/delete.html", context)
    try:
        deleting.bring_back(by=request.user, comment=row)
    except refusals.TooLate as refusal:
        messages.warning(request, str(refusal))
    except PermissionDenied:
        raise Http404 from None
    row = own_or_404(request, pk)
    return redirect(row if row.is_shown else f"{row.page.address}#talk")


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    row = history_or_404(request, pk)
    return render(request, "conversations/history.html", {"row": row, "versions": list(row.versions.all())})


# --- How they answer --------------------------------------------------------------------------------------------------


def _edit(request: HttpRequest, row: Comment) -> HttpResponse:
    """Take the new words. What cannot be taken comes back in its form, with the reason beside it."""
    text = request.POST.get("text", "")
    seen = request.POST.get("seen", "")
    kept = Box(row.page, edits=row, text=text, seen=seen)

    def again(refusal: object, status: int, **changes: object) -> HttpResponse:
        return show_edit_box(request, kept.with_changes(error=str(refusal), **changes), status=status)

    try:
        changed = editing.edit(
            by=request.user, comment=row, text=text, seen=seen, confirmed=request.POST.get("confirmed", "")
        )
    except ValidationError as error:
        return again(error.messages[0], 422)
    except refusals.AsksFirst as asked:
        return again(asked, 409, noticed=asked.noticed, confirms=asked.digest)
    except refusals.Stale as refusal:
        now = own_or_404(request, row.pk)
        return again(refusal, 409, edits=now, seen=editing.version_of(now), says_now=now.comment)
    except refusals.TooFast as refusal:
        return again(refusal, 429)
    except refusals.Refused as refusal:
        return again(refusal, 403)
    except PermissionDenied:
        raise Http404 from None
    notice = mentions.not_told(row.page, changed.comment)
    if request.headers.get("HX-Request") and changed.state == row.state:
        return render(request, "conversations/edited.html", {"row": changed, "notice": notice})
    if notice:
        messages.warning(request, notice)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": row.get_absolute_url()})
    return redirect(row)


def show_edit_box(request: HttpRequest, box: Box, *, status: int = 200) -> HttpResponse:
    """In the place of the comment's words where htmx asks, else on a page."""
    in_place = bool(request.headers.get("HX-Request"))
    template = "conversations/edit_here.html" if in_place else "conversations/edit.html"
    response = render(request, template, {"box": box, "row": box.edits}, status=status)
    if in_place and request.method == "GET" and box.edits is not None:
        response.headers["HX-Retarget"] = f"#c{box.edits.pk} > .body"
        response.headers["HX-Reswap"] = "outerHTML"
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response
