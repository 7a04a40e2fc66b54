"""The calendar over HTTP, and its private feed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.writing.pace import is_too_fast
from notifications.letters import absolute

from . import addresses, months
from .feed import feed_for
from .models import CalendarAddress

FETCHES_A_MINUTE = 20


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """A month, day by day."""
    first = months.month_named(request.GET.get("month"))
    if first is None:
        raise Http404
    return render(request, "planning/month.html", {"month": months.month_of(request.user, first)})


@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    """What is to come within a year."""
    return render(request, "planning/coming.html", {"months": months.coming_for(request.user)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Whether there is a private address; made anew by POST, and shown in that one answer."""
    made = ""
    if request.method == "POST":
        secret = addresses.make_address(person=request.user)
        made = absolute(reverse("planning:feed", args=[secret]))
    current = CalendarAddress.objects.filter(person_id=request.user.pk).first()
    return render(request, "planning/address.html", {"made": made, "current": current})


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    if addresses.revoke_address(person=request.user):
        messages.success(request, _("The address is revoked: it opens nothing any more."))
    else:
        messages.info(request, _("There was no address to revoke."))
    return redirect("planning:address")


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """For calendar programs, which cannot sign in. What its person may see is asked at every fetch."""
    person = addresses.person_behind(secret)
    if person is None:
        raise Http404
    if is_too_fast(person, "calendar", FETCHES_A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    response = HttpResponse(feed_for(person, timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="intramural.ics"'
    return response
