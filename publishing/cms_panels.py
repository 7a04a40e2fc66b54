"""What the CMS's first page shows a writer of their own."""

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState

from .models import Article, Authorship

SHOWN = 8
MOST_SHOWN = 100


class DraftsPanel(Component):
    """Everything this person began or is named on that readers do not see yet, the latest first."""

    name = "my_drafts"
    template_name = "publishing/drafts_panel.html"
    order = 120

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        rows = list(unseen_of(parent_context["request"].user)[:MOST_SHOWN])
        return {"rows": rows[:SHOWN], "older": rows[SHOWN:]}


def unseen_of(person: Any) -> QuerySet[Article]:
    """Drafts, what was taken down or has expired, and changes that wait, each with where its approval stands."""
    named = Exists(Authorship.objects.filter(article=OuterRef("pk"), person=person))
    asked = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id=Cast(OuterRef("pk"), CharField())
    )
    return (
        Article.objects.editable_by(person)
        .filter(Q(owner=person) | named)
        .filter(Q(live=False) | Q(has_unpublished_changes=True))
        .annotate(asked=Subquery(asked.values("status")[:1]))
        .select_related("team", "content_type")
        .order_by("-latest_revision_created_at")
    )
