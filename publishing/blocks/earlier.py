"""A card that leads to an earlier page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class EarlierPageBlock(blocks.StructBlock):
    """Not drawn with the text around it, but for each reader by ``publishing.reading``: a page they may not read
    leaves no trace, not even its title."""

    page = blocks.PageChooserBlock(label=_("Page"), page_type="publishing.Article")
    why = blocks.CharBlock(label=_("Why it matters here"), max_length=200, required=False)

    class Meta:
        icon = "link"
        label = _("Earlier page")
        template = "blocks/earlier_page.html"
        description = _("A card that leads to an earlier post or write-up.")
