"""Asking for a team, and making one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import is_administrator
from core.text import fold
from people.models import User
from teams import asking
from teams.creation import create_team
from teams.forms import AskForTeamForm, MakeTeamForm
from teams.models import RequestState, TeamRequest

from .lookup import words


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Administrators make a team right away; everybody else asks them for one."""
    return _make(request) if is_administrator(request.user) else _ask(request)


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An administrator answers somebody who asked for a team."""
    if not is_administrator(request.user):
        raise PermissionDenied
    wish = get_object_or_404(TeamRequest.objects.select_related("asked_by", "team"), pk=pk)
    if wish.state != RequestState.WAITING:
        return render(request, "teams/asked_done.html", {"wish": wish})
    if request.method == "POST" and "decline" in request.POST:
        try:
            asking.decline_team_request(request=wish, by=request.user)
        except ValidationError as refused:
            messages.warning(request, words(refused))
        return redirect("teams:new")
    start = {"name": wish.name, "purpose": wish.purpose, "visibility": wish.visibility, "lead": wish.asked_by.username}
    form = MakeTeamForm(request.POST or None, initial=start)
    del form.fields["lead"]
    if request.method == "POST" and form.is_valid():
        try:
            team = asking.accept_team_request(request=wish, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            _put_errors(form, refused)
        else:
            return redirect(team)
    return render(request, "teams/asked.html", {"form": form, "wish": wish}, status=422 if form.errors else 200)


def _ask(request: HttpRequest) -> HttpResponseBase:
    form = AskForTeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask_for_team(by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            _put_errors(form, refused)
        else:
            messages.success(request, _("The administrators have your question. The answer comes to your inbox."))
            return redirect("/teams/")
    mine = TeamRequest.objects.filter(asked_by_id=request.user.pk, state=RequestState.WAITING).order_by("-created_at")
    return render(request, "teams/ask.html", {"form": form, "mine": mine}, status=422 if form.errors else 200)


def _make(request: HttpRequest) -> HttpResponseBase:
    form = MakeTeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wishes = dict(form.cleaned_data)
        lead = _lead_named(form, wishes.pop("lead"))
        if not form.errors:
            try:
                return redirect(create_team(by=request.user, lead=lead, **wishes))
            except ValidationError as refused:
                _put_errors(form, refused)
    waiting = TeamRequest.objects.filter(state=RequestState.WAITING).select_related("asked_by").order_by("created_at")
    return render(request, "teams/make.html", {"form": form, "waiting": waiting}, status=422 if form.errors else 200)


def _lead_named(form: Any, username: str) -> Any:
    if not username:
        return None
    lead = User.objects.active().filter(username_folded=fold(username)).first()
    if lead is None:
        form.add_error("lead", _("Nobody has this username. Look it up among the people."))
    return lead


def _put_errors(form: Any, refused: ValidationError) -> None:
    """Put what an action refused beside the field it is about."""
    if hasattr(refused, "error_dict"):
        for name, errors in refused.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, refused)
