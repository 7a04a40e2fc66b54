"""Changing routes over HTTP: the house's for administrators, a team's own steps for its leads."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import is_administrator
from teams.models import Team
from teams.permissions import may_lead, may_read

from ..deciders.candidates import named_at
from ..models import RouteStep
from ..rerouting import changes
from ..rerouting.forms import StepForm
from ..routes.route import every_step


@require_safe
def house_route(request: HttpRequest) -> HttpResponse:
    """The steps of the house, for administrators."""
    _require_administrator(request)
    steps = list(RouteStep.objects.filter(team=None).select_related("group").order_by("position", "pk"))
    return render(request, "approvals/route.html", {"team": None, "rows": [(step, None, True) for step in steps]})


@require_safe
def team_route(request: HttpRequest, slug: str) -> HttpResponse:
    """The steps that a team's pages pass, for its leads: the house's to read, its own to change."""
    team = _team(request, slug)
    steps = every_step(team)
    people = named_at(steps, team)
    rows = [(step, people[step.pk], step.team_id == team.pk) for step in steps]
    return render(request, "approvals/route.html", {"team": team, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new_house_step(request: HttpRequest) -> HttpResponse:
    _require_administrator(request)
    return _edit(request, RouteStep(), None)


@require_http_methods(["GET", "HEAD", "POST"])
def new_team_step(request: HttpRequest, slug: str) -> HttpResponse:
    team = _team(request, slug)
    return _edit(request, RouteStep(team=team), team)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int) -> HttpResponse:
    found = _step(request, pk)
    return _edit(request, found, found.team)


@require_POST
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = _step(request, pk)
    name, team = found.name, found.team
    try:
        changes.remove_step(found, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(
            request, _("“%(name)s” is no longer a step. What was submitted with it passes it still.") % {"name": name}
        )
    return _back(team)


def _edit(request: HttpRequest, found: RouteStep, team: Team | None) -> HttpResponse:
    form = StepForm(request.POST if request.method == "POST" else None, instance=found, team=team)
    if request.method == "POST" and form.is_valid():
        try:
            changes.save_step(form.instance, people=form.cleaned_data["people"], by=request.user)
        except ValidationError as refused:
            _show(form, refused)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": form.instance.name})
            return _back(team)
    context = {"form": form, "team": team, "step": found if found.pk else None}
    return render(request, "approvals/route_step.html", context, status=422 if form.errors else 200)


def _show(form: StepForm, refused: ValidationError) -> None:
    """What an action said is wrong, beside the field that it is about."""
    by_field: dict[str, Any] = refused.error_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: [refused]}
    for name, errors in by_field.items():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)


def _back(team: Team | None) -> HttpResponse:
    return redirect("approvals:route") if team is None else redirect("approvals:team_route", team.slug)


def _step(request: HttpRequest, pk: int) -> RouteStep:
    found = get_object_or_404(RouteStep.objects.select_related("team__page"), pk=pk)
    if found.team is None:
        _require_administrator(request)
    elif not may_lead(request.user, found.team):
        raise Http404
    return found


def _team(request: HttpRequest, slug: str) -> Team:
    team = get_object_or_404(Team.objects.select_related("page"), slug=slug)
    if not may_read(request.user, team):
        raise Http404
    if not may_lead(request.user, team):
        raise PermissionDenied
    return team


def _require_administrator(request: HttpRequest) -> None:
    if not is_administrator(request.user):
        raise Http404
