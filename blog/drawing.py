"""Drawing the part of a post or write-up that is the same for all its readers."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from publishing import reading

from .models import BlogPostPage, WriteUpPage


def draw(page: BlogPostPage | WriteUpPage, *, is_draft: bool = False) -> reading.Versioned:
    """Head, opening, text and closing of one version."""
    text, headings = draw_words(page)
    is_write_up = isinstance(page, WriteUpPage)
    if page.reading_minutes < reading.LONG_PAGE_MINUTES or len(headings) < 2:
        headings = []
    context = {
        "page": page,
        "is_draft": is_draft,
        "headings": headings,
        "lead": page.lead_picture.shown("large", alt=page.lead_alt) if page.lead_picture else None,
        "tags": [(tag.name, tag.slug) for tag in page.tags.all()],
    }
    opening = "write_up_opening" if is_write_up else "post_opening"
    parts = {
        name: render_to_string(f"blog/parts/{template}.html", context)
        for name, template in (("head", "head"), ("opening", opening), ("closing", "closing"), ("contents", "contents"))
    }
    return reading.Versioned(parts=parts, text=text, headings=headings, cites=reading.cited_by_revision(page))


def draw_words(page: BlogPostPage | WriteUpPage) -> tuple[list[str | tuple[int, str]], list[reading.Heading]]:
    """What stands between opening and closing: the body, and what a write-up tells around it; and the headings."""
    text, headings = reading.draw_text(page.body)
    if isinstance(page, WriteUpPage):
        told = _told(page)
        before = render_to_string("blog/parts/write_up_before.html", told)
        after = render_to_string("blog/parts/write_up_after.html", told)
        text = [before, *text, after]
    return text, headings


def _told(page: WriteUpPage) -> dict[str, Any]:
    return {
        "goal": _rich(page.goal),
        "has_body": bool(page.body),
        "numbers": list(page.numbers.all()),
        "would_repeat": _rich(page.would_repeat),
        "would_avoid": _rich(page.would_avoid),
        "participants": list(page.participants.all()),
    }


def _rich(source: str) -> SafeString | str:
    """The markup of a rich text field, or "" where nothing was written."""
    return RichText(source).__html__() if source else ""
