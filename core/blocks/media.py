"""Pictures, galleries and documents from the library."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows in words, or marked as mere decoration."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"
        description = _("One picture with a caption. Say what it shows, for those who cannot see it.")

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context: dict = super().get_context(value, parent_context=parent_context)
        context["shown"] = shown(value["image"], "large")
        return context


class GalleryBlock(blocks.StructBlock):
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=2, max_num=24)

    class Meta:
        icon = "grip"
        label = _("Gallery")
        template = "blocks/gallery.html"
        description = _("Several pictures side by side.")

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context: dict = super().get_context(value, parent_context=parent_context)
        context["figures"] = [
            {"shown": shown(item["image"], "medium"), "caption": item["caption"]} for item in value["pictures"]
        ]
        return context


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    note = blocks.CharBlock(label=_("What it is for"), max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "blocks/document.html"
        description = _("A file to open or download, with a word about it.")


def shown(image: Any, size: str) -> Any:
    """A chosen picture at a size of the house, with the words given where it was placed. None if it is gone."""
    if image is None:
        return None
    return image.shown(
        size,
        alt=getattr(image, "contextual_alt_text", None) or "",
        decorative=getattr(image, "decorative", False),
    )
