"""A card that leads to an earlier page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class EarlierPageBlock(blocks.StructBlock):
    """Drawn for each reader: a page they may not read leaves no trace, not even its title."""

    page = blocks.PageChooserBlock(label=_("Page"), page_type="publishing.Article")
    why = blocks.CharBlock(label=_("Why it matters here"), max_length=200, required=False)

    class Meta:
        icon = "link"
        label = _("Earlier page")
        template = "blocks/earlier_page.html"
        description = _("A card that leads to an earlier post or write-up.")

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context: dict = super().get_context(value, parent_context=parent_context)
        readable = (parent_context or {}).get("readable_articles", {})
        page = value.get("page")
        context["article"] = readable.get(page.pk) if page is not None else None
        return context
