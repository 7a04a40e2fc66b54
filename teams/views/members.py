"""Who is in a team; its leads say who and as what."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pagination import page_of
from core.text import clean_query
from teams import members as actions
from teams.forms import AddMemberForm, RoleForm
from teams.models import Membership, RequestState, Role, Team
from teams.permissions import may_lead

from .lookup import led_team, person_named, readable_team, words

MEMBERS_A_PAGE = 50
PEOPLE_OFFERED = 8


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    return _members_page(request, readable_team(request, slug))


@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponseBase:
    team = led_team(request, slug)
    form = AddMemberForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a person and a role."))
        return redirect("teams:members", team.slug)
    person = person_named(form.cleaned_data["person"])
    try:
        actions.add_member(team=team, person=person, role=form.cleaned_data["role"], by=request.user)
    except ValidationError as refused:
        messages.error(request, words(refused))
    else:
        messages.success(request, _("%(name)s is in %(team)s now.") % {"name": person.display_name, "team": team.name})
    return redirect("teams:members", team.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str, username: str) -> HttpResponseBase:
    """One member: another role, or out of the team."""
    team = led_team(request, slug)
    membership = get_object_or_404(
        Membership.objects.filter(team=team).select_related("person"), person=person_named(username)
    )
    person = membership.person
    refusal = ""
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                actions.remove_member(team=team, person=person, by=request.user)
                messages.success(request, _("%(name)s is out of the team.") % {"name": person.display_name})
                return redirect(*(("teams:members", team.slug) if person.pk != request.user.pk else ("/teams/",)))
            if form.is_valid():
                actions.change_role(team=team, person=person, role=form.cleaned_data["role"], by=request.user)
                messages.success(request, _("%(name)s has the new role.") % {"name": person.display_name})
                return redirect("teams:members", team.slug)
        except ValidationError as refused:
            refusal = words(refused)
    context = {"team": team, "membership": membership, "person": person, "form": form, "refusal": refusal}
    return render(request, "teams/member.html", context, status=422 if refusal or form.errors else 200)


def _members_page(request: HttpRequest, team: Team) -> HttpResponse:
    leads_it = may_lead(request.user, team)
    found = page_of(
        team.memberships.for_people_shown().by_role_and_name(), request.GET.get("page"), size=MEMBERS_A_PAGE
    )
    context = {"team": team, "slice": found, "may_lead": leads_it}
    if leads_it:
        query = clean_query(request.GET.get("find", ""))
        context |= {
            "roles": Role.choices,
            "find": query,
            "people_found": _people_to_add(team, query),
            "requests": list(
                team.join_requests.filter(state=RequestState.WAITING, person__is_active=True)
                .select_related("person")
                .order_by("created_at")
            ),
        }
    return render(request, "teams/members.html", context)


def _people_to_add(team: Team, query: str) -> list[object]:
    if not query:
        return []
    people = get_user_model().objects.active().matching(query).exclude(memberships__team=team)
    return list(people.by_name()[:PEOPLE_OFFERED])
