"""In the editor, before submitting: who will be asked in which order, and a word to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from core.text import without_hidden_marks

from ..models import Request
from ..routes.preview import route_of

LONGEST_NOTE = 1000
NOTE, CORRECTION = "approval-note", "approval-correction"


class RoutePanel(Panel):
    """The route that the page as it was last saved will take."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Who will be asked"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "approvals/route_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page, person = self.instance, self.request.user
            is_stored = page.pk is not None
            team = page.team if is_stored else self.form.parent_page.specific.team
            running = Request.objects.unsettled().filter(article_id=page.pk).first() if is_stored else None
            return context | {
                "stages": route_of(page, team, by=person),
                "running": running,
                "note": self.request.POST.get(NOTE, running.note if running is not None else ""),
                "longest": LONGEST_NOTE,
            }


def note_in(data: Any) -> str:
    """The word to approvers in what the editor sent, cut to its longest."""
    return str(without_hidden_marks(data.get(NOTE, "")))[:LONGEST_NOTE].replace("\0", "").strip()


def is_correction_in(data: Any) -> bool:
    return bool(data.get(CORRECTION))
