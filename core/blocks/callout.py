"""A remark set apart from the running text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text import PROSE_FEATURES


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("tip", _("Tip")), ("warning", _("Warning"))],
        default="note",
    )
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "blocks/callout.html"
        description = _("A note, a tip or a warning that should not be missed.")
        preview_value = {"kind": "tip", "text": "<p>Publish half-finished notes; a colleague will finish them.</p>"}
