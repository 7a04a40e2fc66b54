"""Taking along what a team wrote, or what is one's own."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import can_view, is_administrator
from library.serving import hand_out
from teams.models import Team
from teams.permissions import may_read

from . import actions
from .models import Package
from .permissions import may_ask_for_team

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def team(request: HttpRequest, slug: str) -> HttpResponseBase:
    """For the leads of a team. Its other readers learn that this is not theirs, all others nothing."""
    found = Team.objects.filter(slug=slug).first()
    if found is None or not may_read(request.user, found):
        raise Http404
    if not may_ask_for_team(request.user, found):
        raise PermissionDenied
    return _page(request, "exports/of_team.html", lambda: actions.ask_for_team(team=found, by=request.user), team=found)


@require_http_methods(FORM_METHODS)
def own(request: HttpRequest) -> HttpResponseBase:
    """For oneself."""
    person = request.user
    return _page(request, "exports/own.html", lambda: actions.ask_for_person(person=person, by=person), person=person)


@require_http_methods(FORM_METHODS)
def person(request: HttpRequest, username: str) -> HttpResponseBase:
    """For administrators, who hand it to the person."""
    if not is_administrator(request.user):
        raise PermissionDenied
    found = get_user_model().objects.filter(username=username).first()
    if found is None:
        raise Http404
    if found.pk == request.user.pk:
        return redirect("exports:own")
    return _page(
        request,
        "exports/of_person.html",
        lambda: actions.ask_for_person(person=found, by=request.user),
        person=found,
    )


@require_safe
def download(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file, for whoever asked for it."""
    package = Package.objects.select_related("team", "person").filter(key=key, state=Package.State.READY).first()
    if package is None or not can_view(request.user, package):
        raise Http404
    name = package.team.slug if package.team else package.person.username  # type: ignore[union-attr]  # one of both
    return hand_out(
        request,
        package.file,
        content_type="application/zip",
        filename=f"{name}-{package.made_at:%Y-%m-%d}.zip",
        as_attachment=True,
        cache_control="private, no-store",
    )


def _page(request: HttpRequest, template: str, ask: Callable[[], Package], **subject: Any) -> HttpResponse:
    """What was asked for and whether it is ready; by POST it is asked for."""
    if request.method == "POST":
        ask()
        return redirect(request.path)
    package = Package.objects.select_related("team", "person").filter(asked_by_id=request.user.pk, **subject).first()
    is_theirs = package is not None and can_view(request.user, package)
    context = {
        **subject,
        "package": package if is_theirs else None,
        "until": package.made_at + actions.KEPT_FOR if package is not None and package.made_at else None,
        "submit_label": _("Make it again") if is_theirs and package and package.is_ready else _("Make the zip"),
    }
    return render(request, template, context)
