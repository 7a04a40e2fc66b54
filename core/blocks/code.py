"""Code and logs, shown as typed."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class CodeBlock(blocks.StructBlock):
    language = blocks.CharBlock(label=_("Language"), max_length=30, required=False)
    code = blocks.TextBlock(label=_("Code"), rows=8)

    class Meta:
        icon = "code"
        label = _("Code")
        template = "blocks/code.html"
        description = _("Code, commands or logs, in a fixed-width font, exactly as typed.")
        preview_value = {"language": "shell", "code": "make run"}
