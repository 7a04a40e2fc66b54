"""Where the links of a mail lead. They work signed out, change nothing by GET, and name no page to anybody."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications import links
from notifications.channels import unsubscribe as switch_off
from notifications.following import mute_by_mail as mute
from notifications.kinds import kind_named
from notifications.subjects import subject_kind


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mute_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Asks, and mutes by POST."""
    found = links.read_mute(token)
    if found is None:
        raise Http404
    person, subject = found
    if request.method == "POST":
        mute(person=person, subject=subject)
    kind = subject_kind(subject.kind)
    context = {"this": kind.this if kind is not None else "", "is_done": request.method == "POST"}
    return render(request, "notifications/mute_by_mail.html", context)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The one click of RFC 8058: mail programs POST here without a session. People who follow the link are asked."""
    found = links.read_unsubscribe(token)
    if found is None:
        raise Http404
    person, names = found
    if request.method == "POST":
        switch_off(person=person, kinds=names)
    kinds: list[Any] = [kind for kind in map(kind_named, names) if kind is not None]
    context = {"kinds": kinds, "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
