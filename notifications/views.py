"""The inbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.pagination import page_of

from .actions import mark_read
from .kinds import told
from .models import Notification


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first, with today's rights."""
    rows = (
        Notification.objects.filter(person_id=request.user.pk)
        .select_related("actor", "page")
        .order_by("-created_at", "-pk")
    )
    slice_ = page_of(rows, request.GET.get("page"))
    return render(request, "notifications/inbox.html", {"slice": slice_, "told": told(request.user, slice_.rows)})


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    mark_read(person=request.user)
    return redirect("notifications:inbox")


@require_POST
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    row = get_object_or_404(Notification.objects.select_related("actor", "page"), pk=pk, person=request.user)
    mark_read(person=request.user, rows=[row])
    (shown,) = told(request.user, [row])
    return redirect(shown.address or "notifications:inbox")
