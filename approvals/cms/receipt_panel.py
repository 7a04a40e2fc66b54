"""In the editor, before submitting: who will read the page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from publishing.receipt import receipt_for

from ..deciders.permissions import may_decide
from ..models import Request


class WhoWillReadPanel(Panel):
    """Who will read the page once it is live, and the way to look at it with their eyes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Who will read this"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "approvals/receipt_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page, person = self.instance, self.request.user
            is_stored = page.pk is not None
            team = page.team if is_stored else self.form.parent_page.specific.team
            return context | {
                "receipt": receipt_for(person, page, team),
                "view_as": reverse("approvals:view_as", args=[page.pk]) if is_stored else "",
                "look": _look_of(person, page) if is_stored else None,
            }


def _look_of(person: Any, page: Any) -> Request | None:
    """What somebody who is asked has before them when they open the editor."""
    asked = Request.objects.open().filter(article_id=page.pk).select_related("workflow_state", "article__team").first()
    return asked if asked is not None and may_decide(person, asked) else None
