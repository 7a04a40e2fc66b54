"""A post or a write-up, as its readers see it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from core import sections
from publishing import reading
from publishing.lifecycle import address_of, take_place
from publishing.models import Article
from publishing.permissions import may_edit

from ..models import BlogPostPage, WriteUpPage

CARD = "blocks/earlier_page.html"


def post_page(request: HttpRequest, page: BlogPostPage) -> HttpResponse:
    drawn = reading.read_versioned(page, page.body)
    return _page(request, page, drawn, {})


def write_up_page(request: HttpRequest, page: WriteUpPage) -> HttpResponse:
    drawn = reading.read_versioned(page, page.body, extra=lambda: write_up_parts(page))
    return _page(request, page, drawn, {"participants": _participants(page), **drawn.extra})


def _page(request: HttpRequest, page: Any, drawn: reading.Versioned, more: dict[str, Any]) -> HttpResponse:
    around = reading.read_around(request.user, page, drawn)
    context = article_context(page, drawn, around) | more
    below = sections.sections("page", request, page)
    context |= {
        "below": [section.render(request) for section in below.values()],
        "rail": sections.render_sections("page_rail", request, page),
        "may_edit": may_edit(request.user, page),
        "older": _neighbour(page, "older"),
        "newer": _neighbour(page, "newer"),
    }
    return render(request, page.template, context)


def article_context(page: Any, drawn: reading.Versioned, around: reading.Around) -> dict[str, Any]:
    """What the templates of both kinds show, whoever looks."""
    headings = drawn.headings if page.reading_minutes >= reading.LONG_PAGE_MINUTES and len(drawn.headings) > 1 else []
    return {
        "page": page,
        "article": page,
        "body": reading.written_out(drawn, around.by_id, _card),
        "headings": headings,
        "tags": drawn.tags,
        "around": around,
        "lead": page.lead_picture.shown("large", alt=page.lead_alt) if page.lead_picture_id else None,
    }


def preview_context(request: HttpRequest, page: Any) -> dict[str, Any]:
    """The context of a draft: nothing of it is kept, and only what the person looking may read is named."""
    if page.team_id is None:
        take_place(page)  # nobody has saved it yet
    extra = (lambda: write_up_parts(page)) if isinstance(page, WriteUpPage) else None
    drawn = reading.draw_versioned(page, page.body, extra)
    around = reading.read_around(request.user, page, drawn)
    context = article_context(page, drawn, around) | drawn.extra
    if isinstance(page, WriteUpPage):
        context["participants"] = _participants(page)
    return context | {"request": request, "is_draft": True}


def write_up_parts(page: WriteUpPage) -> dict[str, Any]:
    """The rich texts and numbers of a write-up, drawn once a version."""
    return {
        "goal": _rich(page.goal),
        "would_repeat": _rich(page.would_repeat),
        "would_avoid": _rich(page.would_avoid),
        "numbers": [(n.label, n.before, n.after) for n in page.numbers.all()],
    }


def _rich(source: str) -> SafeString | str:
    """The markup of a rich text field, or "" where nothing was written."""
    return RichText(source).__html__() if source else ""


def _participants(page: WriteUpPage) -> list[Any]:
    taking_part = page.participants
    rows = taking_part.select_related("person") if hasattr(taking_part, "select_related") else taking_part
    return list(rows.all())


def _card(article: Article, why: str) -> str:
    return render_to_string(CARD, {"article": article, "why": why})


def _neighbour(page: Any, name: str) -> reading.Link | None:
    title = getattr(page, f"{name}_title", None)
    return reading.Link(title, address_of(getattr(page, f"{name}_url_path"))) if title else None
