"""The inbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.pagination import page_of
from notifications import kinds, reading
from notifications.actions import mark_read
from notifications.models import Notification


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first and day by day, with today's rights. ``?only=`` narrows it to a group of kinds, or
    to what is unread."""
    only = request.GET.get("only", "")
    filters = reading.filters()
    only = only if only in filters else ""
    slice_ = page_of(reading.rows_for(request.user, only), request.GET.get("page"))
    context = {
        "slice": slice_,
        "days": reading.by_day(reading.lines(request.user, slice_.rows)),
        "only": only,
        "filters": filters,
        "query": f"only={only}&" if only else "",
    }
    return render(request, "notifications/inbox.html", context)


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    mark_read(person=request.user)
    return redirect("notifications:inbox")


@require_POST
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    row = get_object_or_404(Notification.objects.select_related("actor", "page"), pk=pk, person=request.user)
    mark_read(person=request.user, rows=[row])
    (shown,) = kinds.told(request.user, [row])
    return redirect(shown.address or "notifications:inbox")
