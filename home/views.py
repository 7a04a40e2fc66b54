"""The front page, and the way to a new post."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.access import is_administrator
from core.sections import render_sections
from publishing.models import Purpose
from publishing.rows import rows_of
from teams.models import Team

from . import queries

MINE = "mine"

STARTS = (
    (Purpose.INFORM, "info", _("Share news"), _("What is new, why, and what it means for others.")),
    (Purpose.ASK, "talk", _("Ask a question"), _("One question, and until when an answer helps.")),
    (Purpose.DECIDE, "approval", _("Prepare a decision"), _("The choice, the ways open, and what you propose.")),
    (Purpose.LESSON, "tip", _("Pass on a lesson"), _("What happened, and what you do differently since.")),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs me, then what is new, then who and what is around me."""
    user = request.user
    only_mine = request.GET.get("only") == MINE
    teams = queries.teams_of(user)
    latest = rows_of(queries.latest_for(user, teams if only_mine else None), request.GET.get("page"))
    context = {"slice": latest, "only_mine": only_mine, "more": f"only={MINE}&" if only_mine else ""}
    if request.headers.get("HX-Request"):
        return render(request, "home/rows.html", context)
    context |= {
        "needs": render_sections("home_needs", request, user) if latest.number == 1 else [],
        "teams": teams[: queries.TEAMS_SHOWN],
        "has_more_teams": len(teams) > queries.TEAMS_SHOWN,
        "projects": queries.worth_building_on(user),
        "newcomers": queries.newcomers(),
        "rail": render_sections("home_rail", request, user),
    }
    if not latest.rows:
        context["is_administrator"] = is_administrator(user)
        context["has_teams"] = Team.objects.known_to(user).exists()
    return render(request, "home/home.html", context)


@require_safe
def write(request: HttpRequest) -> HttpResponse:
    """Where, and what kind of page. Somebody who may not write anywhere learns whom to ask."""
    desks = queries.desks_of(request.user)
    if not desks:
        context = {"teams": queries.leads_to_ask(request.user), "is_administrator": is_administrator(request.user)}
        return render(request, "home/no_desk.html", context)
    choices = [
        {
            "team": desk.team,
            "posts": [
                {"icon": icon, "label": label, "help": help_, "url": _create("blogpostpage", desk.blog, purpose)}
                for purpose, icon, label, help_ in STARTS
            ],
            "write_up": _create("writeuppage", desk.projects, Purpose.LESSON),
        }
        for desk in desks
    ]
    return render(request, "home/write.html", {"choices": choices})


def _create(model: str, parent: int, purpose: str) -> str:
    """The CMS's page for a new page of this kind, started from the questions of its purpose."""
    return reverse("wagtailadmin_pages:add", args=("blog", model, parent)) + "?" + urlencode({"purpose": purpose})
