"""Headings, paragraphs, quotes and tables."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.rich_text import RichText

PROSE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "code"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside a page; its words make the anchor that the table of contents leads to."""

    text = blocks.CharBlock(label=_("Heading"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Size"), choices=[("2", _("Section")), ("3", _("Part of a section"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        description = _("Breaks a long text into parts. Long pages list them in a table of contents.")
        preview_value = {"text": "What we would do again", "level": "2"}

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context: dict = super().get_context(value, parent_context=parent_context)
        context["anchor"] = self.anchor_of(value)
        return context

    def anchor_of(self, value: blocks.StructValue) -> str:
        """The id of the heading, and what a table of contents leads to."""
        return slugify(value["text"]) or "part"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", PROSE_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/paragraph.html"
        description = _("Paragraphs, lists and links.")
        preview_value = RichText(
            "<p>The archive was never the bottleneck. <b>Knowing that somebody had already asked</b> was.</p>"
        )


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"), max_length=800)
    source = blocks.CharBlock(label=_("Who said it"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"
        description = _("Somebody's own words, set apart, with their name.")
        preview_value = {"text": "Ask for the source, not the answer.", "source": "Night desk"}


class TableBlock(blocks.StructBlock):
    """A table of text and numbers; wide ones scroll inside their own box."""

    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.DecimalBlock(label=_("Number"), required=False)),
        ],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
        description = _("Rows and columns of words and numbers, with a caption.")
