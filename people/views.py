"""The directory, profiles, and what administrators do with an account."""

import re
import zoneinfo
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import is_administrator
from core.pagination import page_of
from core.sections import render_sections
from core.text import clean_query, fold

from . import actions, anonymising
from .finding import found_by
from .forms import AnonymiseForm
from .models import FACE_FOLDER

_FACE_TYPES = {"webp": "image/webp", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
_FACE_NAME = re.compile(r"[\w-]+\.(webp|png|jpe?g)", re.ASCII)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, by name, twenty a page."""
    query = clean_query(request.GET.get("q", ""))
    people = found_by(get_user_model().objects.active().by_name(), request.user, query)
    context = {
        "slice": page_of(people, request.GET.get("page")),
        "query": query,
        "pager_query": f"{urlencode({'q': query})}&" if query else "",
    }
    return render(request, "people/index.html", context)


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponseBase:
    """Profile and author page in one. What it lists is narrowed to its viewer by whoever lists it."""
    person = _person(username)
    if person.username != username:
        return redirect(person)
    context = {
        "person": person,
        "is_self": person.pk == request.user.pk,
        "may_deactivate": is_administrator(request.user) and person.pk != request.user.pk,
        "now_there": _time_at(person),
        "languages": [name.strip() for name in person.languages.split(",") if name.strip()],
        "tools": render_sections("person_tools", request, person),
        "sections": render_sections("person", request, person),
        "rail": render_sections("person_rail", request, person),
    }
    return render(request, "people/profile.html", context)


@require_safe
def work(request: HttpRequest, username: str) -> HttpResponse:
    """What somebody knows about and what came of their work: a part of their profile that is read after it, or a page
    of its own."""
    person = _person(username)
    context = {"person": person, "sections": render_sections("person_work", request, person)}
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, "core/work.html" if is_part else "people/work.html", context)


@require_safe
def face(request: HttpRequest, name: str) -> HttpResponseBase:
    """A face, for whoever is signed in. A new face has a new name, so a browser may keep this one."""
    if not _FACE_NAME.fullmatch(name) or len(name) > 80:
        raise Http404
    try:
        file = default_storage.open(f"{FACE_FOLDER}/{name}")
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type=_FACE_TYPES[name.rpartition(".")[2]])
    response["Cache-Control"] = "private, max-age=604800, immutable"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, username: str) -> HttpResponseBase:
    """First what they leave behind, then by POST the end of their access."""
    if not is_administrator(request.user):
        raise PermissionDenied
    person = _person(username)
    refusal = ""
    if request.method == "POST":
        try:
            actions.deactivate(person=person, by=request.user)
        except ValidationError as refused:
            refusal = refused.messages[0]
        else:
            messages.success(
                request, _("%(name)s has no access any more. What they wrote stays.") % {"name": person.display_name}
            )
            return redirect(person)
    context = {
        "person": person,
        "refusal": refusal,
        "is_self": person.pk == request.user.pk,
        "leaving": render_sections("leaving", request, person),
        "submit_label": _("End their access"),
        "cancel_url": person.get_absolute_url(),
        "danger": True,
    }
    return render(request, "people/deactivate.html", context, status=422 if refusal else 200)


@require_POST
def reactivate(request: HttpRequest, username: str) -> HttpResponseBase:
    person = _person(username)
    try:
        actions.reactivate(person=person, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("The account is open again."))
    return redirect(person)


@require_http_methods(["GET", "HEAD", "POST"])
def anonymise(request: HttpRequest, username: str) -> HttpResponseBase:
    """Says what goes for good, asks for the username, and acts by POST."""
    if not is_administrator(request.user):
        raise PermissionDenied
    person = _person(username)
    form = AnonymiseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = anonymising.anonymise(person=person, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("typed_username", refused)
        else:
            messages.success(request, _("Their name is gone. What they wrote stays, by a former colleague."))
            return redirect(row)
    context = {
        "person": person,
        "form": form,
        "submit_label": _("Remove their name for good"),
        "cancel_url": person.get_absolute_url(),
        "danger": True,
    }
    return render(request, "people/anonymise.html", context, status=422 if form.errors else 200)


def locked_out(request: HttpRequest, *details: Any) -> HttpResponse:
    """Too many attempts for one name from one place."""
    return render(request, "accounts/locked_out.html", {"form": None}, status=429)


def _person(username: str) -> Any:
    """By username in any case. Raises Http404."""
    if len(username) > 60:
        raise Http404
    person = get_user_model().objects.filter(username_folded=fold(username)).first()
    if person is None:
        raise Http404
    return person


def _time_at(person: Any) -> Any:
    """The clock where this person is, or None when their zone is unknown here."""
    try:
        return timezone.now().astimezone(zoneinfo.ZoneInfo(person.time_zone)).replace(tzinfo=None)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None
