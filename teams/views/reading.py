"""The list of teams, a team's page, and the door of a closed one."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.pagination import page_of
from core.sections import render_sections
from core.text import clean_query
from notifications.buttons import follow_button
from notifications.subjects import TEAM
from teams import reading
from teams.models import JoinRequest, RequestState, Team, TeamPage, TeamsPage, Visibility
from teams.permissions import (
    is_member,
    may_ask_to_join,
    may_join,
    may_know_of,
    may_lead,
    may_read,
    role_in,
)

from .lookup import readable_team


@require_safe
def index(request: HttpRequest, page: TeamsPage) -> HttpResponse:
    """Every team this person may know of, their own first."""
    shown = {
        "": _("All"),
        "mine": _("Mine"),
        Visibility.OPEN.value: _("Open"),
        Visibility.CLOSED.value: _("Closed"),
        "archived": _("Archived"),
    }
    query = clean_query(request.GET.get("q", ""))
    show = request.GET.get("show", "")
    show = show if show in shown else ""
    found = page_of(reading.listed_teams(request.user, query=query, show=show), request.GET.get("page"))
    asked = {name: value for name, value in (("q", query), ("show", show)) if value}
    context = {
        "slice": found,
        "cards": reading.cards(request.user, found.rows),
        "query": query,
        "show": show,
        "shown": shown,
        "pager_query": f"{urlencode(asked)}&" if asked else "",
    }
    return render(request, "teams/index.html", context)


@require_safe
def team_page(request: HttpRequest, page: TeamPage) -> HttpResponse:
    """The team's page for those who read it, its door for those who may knock, nothing for all others."""
    team = page.team
    if not may_read(request.user, team):
        if not may_know_of(request.user, team):
            raise Http404
        return door(request, team)
    people = reading.people_of(team)
    context: dict[str, Any] = {
        "page": page,
        "team": team,
        "picture": team.picture.shown("card", decorative=True) if team.picture else None,
        "people": people,
        "role": role_in(request.user, team),
        "is_member": is_member(request.user, team),
        "may_join": may_join(request.user, team),
        "follow": follow_button(request, TEAM, team.pk).render(request),
        "may_lead": may_lead(request.user, team),
        "waiting": page.waiting if may_lead(request.user, team) else 0,
        "sections": render_sections("team", request, team),
        "rail": render_sections("team_rail", request, team),
    }
    return render(request, "teams/team_page.html", context)


def door(request: HttpRequest, team: Team, *, form: Any = None, status: int = 200) -> HttpResponse:
    """A closed team from outside: its name, what it is for, who leads it, how to join. Nothing else."""
    asked = JoinRequest.objects.filter(team=team, person_id=request.user.pk, state=RequestState.WAITING).first()
    context = {
        "team": team,
        "leads": reading.leads_of(team),
        "asked": asked,
        "may_ask": may_ask_to_join(request.user, team) and asked is None,
        "form": form,
    }
    return render(request, "teams/door.html", context, status=status)


@require_safe
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of a team's work: a part of its page that is read after it, or a page of its own."""
    team = readable_team(request, slug)
    context = {"team": team, "sections": render_sections("team_work", request, team)}
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, "core/work.html" if is_part else "teams/work.html", context)
