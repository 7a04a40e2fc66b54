"""What the CMS's first page shows a writer of their own."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from wagtail.admin.ui.components import Component

from .models import Article, Authorship

SHOWN = 8


class DraftsPanel(Component):
    """Everything this person began or is named on that readers do not see yet, the latest first."""

    name = "my_drafts"
    template_name = "publishing/drafts_panel.html"
    order = 120

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        person = parent_context["request"].user
        named = Exists(Authorship.objects.filter(article=OuterRef("pk"), person=person))
        rows = (
            Article.objects.editable_by(person)
            .filter(Q(owner=person) | named)
            .filter(Q(live=False) | Q(has_unpublished_changes=True))
            .select_related("team", "content_type")
            .order_by("-latest_revision_created_at")[:SHOWN]
        )
        return {"rows": list(rows)}
