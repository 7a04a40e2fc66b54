"""What the CMS's first page shows of threads."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from .models import Comment

SHOWN = 5


class TalkOnYourPagesPanel(Component):
    """The last comments by others under pages of this person."""

    name = "talk_on_your_pages"
    template_name = "conversations/panel.html"
    order = 140

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        person = parent_context["request"].user
        rows = Comment.objects.shown().visible_to(person).on_pages_of(person).for_rows().by_newest()[:SHOWN]
        return {"rows": list(rows)}
