"""What the leads of a team change, and what only administrators do."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import is_administrator
from core.sections import render_sections
from teams import changes, removal
from teams.forms import DeleteForm, LooksForm, PoliciesForm, RenameForm, SureOfVisibilityForm, VisibilityForm
from teams.models import Team, Visibility

from .lookup import administered_team, led_team, words

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def settings(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Looks and policies, each its own form; the way to everything else."""
    team = led_team(request, slug)
    looks, policies = _looks_form(team), _policies_form(team)
    if request.method == "POST":
        if request.POST.get("form") == "looks":
            looks = LooksForm(request.POST, request.FILES)
            if looks.is_valid():
                return _save_looks(request, team, looks.cleaned_data)
        else:
            policies = PoliciesForm(request.POST)
            if policies.is_valid():
                return _save_policies(request, team, policies.cleaned_data)
    context = {
        "team": team,
        "looks": looks,
        "policies": policies,
        "visibility_form": VisibilityForm(initial={"visibility": team.visibility}),
        "picture": team.picture.shown("card", decorative=True) if team.picture else None,
        "is_administrator": is_administrator(request.user),
        "beyond": render_sections("team_settings", request, team),
    }
    return render(request, "teams/settings.html", context, status=422 if looks.errors or policies.errors else 200)


@require_http_methods(FORM_METHODS)
def visibility(request: HttpRequest, slug: str) -> HttpResponseBase:
    """First says in plain words who reads what after the change, then changes it."""
    team = led_team(request, slug)
    form = VisibilityForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        messages.error(request, _("Choose open, closed or secret."))
        return redirect("teams:settings", team.slug)
    wanted = Visibility(form.cleaned_data["visibility"])
    if wanted == team.visibility:
        return redirect("teams:settings", team.slug)
    if request.method == "POST" and form.cleaned_data["sure"]:
        changes.change_visibility(team=team, visibility=wanted, by=request.user)
        messages.success(request, _("The team is %(visibility)s now.") % {"visibility": changes.short_label(wanted)})
        return redirect("teams:settings", team.slug)
    context = {
        "team": team,
        "before": Visibility(team.visibility),
        "wanted": wanted,
        "members": team.memberships.filter(person__is_active=True).count(),
        "pages": removal.what_goes(team).pages,
        "form": SureOfVisibilityForm(initial={"visibility": wanted, "sure": True}),
        "submit_label": _("Yes, change it"),
        "cancel_url": reverse("teams:settings", args=[team.slug]),
    }
    return render(request, "teams/visibility.html", context)


@require_http_methods(FORM_METHODS)
def rename(request: HttpRequest, slug: str) -> HttpResponseBase:
    team = administered_team(request, slug)
    form = RenameForm(request.POST or None, initial={"name": team.name, "slug": team.slug})
    if request.method == "POST" and form.is_valid():
        try:
            renamed = changes.rename_team(team=team, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            for name, errors in refused.error_dict.items():
                form.add_error(name, errors)
        else:
            messages.success(request, _("The team is called %(team)s now.") % {"team": renamed.name})
            return redirect(renamed)
    return render(request, "teams/rename.html", {"team": team, "form": form}, status=422 if form.errors else 200)


@require_http_methods(FORM_METHODS)
def archive(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Archive a team that goes on, reopen one that was archived."""
    team = administered_team(request, slug)
    if request.method == "POST":
        if "reopen" in request.POST:
            changes.unarchive_team(team=team, by=request.user)
        else:
            changes.archive_team(team=team, by=request.user)
        return redirect(team)
    context = {"team": team, "cancel_url": reverse("teams:settings", args=[team.slug])}
    return render(request, "teams/archive.html", context)


@require_http_methods(FORM_METHODS)
def delete(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Says what goes, asks for the name, and deletes by POST."""
    team = administered_team(request, slug)
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            removal.delete_team(team=team, typed_name=form.cleaned_data["typed_name"], by=request.user)
        except ValidationError as refused:
            if hasattr(refused, "error_dict"):
                form.add_error("typed_name", refused.error_dict["typed_name"])
            else:
                form.add_error(None, refused)
        else:
            messages.success(request, _("%(team)s is deleted.") % {"team": team.name})
            return redirect("/teams/")
    context = {
        "team": team,
        "form": form,
        "goes": removal.what_goes(team),
        "submit_label": _("Delete the team"),
        "cancel_url": reverse("teams:settings", args=[team.slug]),
        "danger": True,
    }
    return render(request, "teams/delete.html", context, status=422 if form.errors else 200)


def _looks_form(team: Team) -> LooksForm:
    return LooksForm(initial={"purpose": team.purpose, "hue": team.hue})


def _policies_form(team: Team) -> PoliciesForm:
    return PoliciesForm(initial={"posting_policy": team.posting_policy, "comment_policy": team.comment_policy})


def _save_looks(request: HttpRequest, team: Team, given: dict[str, Any]) -> HttpResponse:
    changes.change_looks(team=team, purpose=given["purpose"], hue=given["hue"], by=request.user)
    if given["picture"] is not None:
        changes.change_picture(team=team, file=given["picture"], by=request.user)
    elif given["remove_picture"]:
        changes.change_picture(team=team, file=None, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("teams:settings", team.slug)


def _save_policies(request: HttpRequest, team: Team, given: dict[str, Any]) -> HttpResponse:
    try:
        changes.change_posting_policy(team=team, policy=given["posting_policy"], by=request.user)
        changes.change_comment_policy(team=team, policy=given["comment_policy"], by=request.user)
    except ValidationError as refused:
        messages.error(request, words(refused))
    else:
        messages.success(request, _("The policies are changed."))
    return redirect("teams:settings", team.slug)
