"""A post or a write-up, as its readers see it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core import sections
from publishing import reading
from publishing.lifecycle import address_of, take_place
from publishing.permissions import may_edit
from teams.models import Team
from teams.permissions import may_know_of

from ..drawing import draw
from ..models import BlogPostPage, WriteUpPage

CARD = "blocks/earlier_page.html"


def article_page(request: HttpRequest, page: BlogPostPage | WriteUpPage) -> HttpResponse:
    """A live article with what is around it and the talk below it."""
    drawn = reading.read_versioned(page, lambda: draw(page))
    context = _context(request, page, drawn) | {
        "came_of_it": sections.render_sections("page_opening", request, page),
        "bar": sections.render_sections("page_bar", request, page),
        "builds": sections.render_sections("page_builds", request, page),
        "below": sections.render_sections("page", request, page),
        "rail": sections.render_sections("page_rail", request, page),
        "may_edit": may_edit(request.user, page),
        "keeper_team": _known(request.user, page.keeper_team),
        "older": _neighbour(page, "older"),
        "newer": _neighbour(page, "newer"),
    }
    return render(request, page.template, context)


def preview_context(request: HttpRequest, page: Any) -> dict[str, Any]:
    """The context of a draft: nothing of it is kept, and only what the person looking may read is named."""
    if page.team_id is None:
        take_place(page)  # nobody has saved it yet
    return _context(request, page, draw(page, is_draft=True)) | {"request": request, "is_draft": True}


def _context(request: HttpRequest, page: Any, drawn: reading.Versioned) -> dict[str, Any]:
    around = reading.read_around(request.user, page, drawn)
    return {
        "page": page,
        "parts": drawn.parts,
        "body": reading.written_out(drawn, around.by_id, _card),
        "around": around,
    }


def _card(article: reading.Other, why: str) -> str:
    return render_to_string(CARD, {"article": article, "why": why})


def _known(user: Any, team: Team | None) -> Team | None:
    return team if team is not None and may_know_of(user, team) else None


def _neighbour(page: Any, name: str) -> reading.Link | None:
    title = getattr(page, f"{name}_title", None)
    return reading.Link(title, address_of(getattr(page, f"{name}_url_path"))) if title else None
