"""The body of a post or write-up."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from core import blocks

from .earlier import EarlierPageBlock

BODY_BLOCKS = [
    ("text", blocks.ParagraphBlock(group=_("Text"))),
    ("heading", blocks.HeadingBlock(group=_("Text"))),
    ("quote", blocks.QuoteBlock(group=_("Text"))),
    ("callout", blocks.CalloutBlock(group=_("Text"))),
    ("picture", blocks.PictureBlock(group=_("Pictures and files"))),
    ("gallery", blocks.GalleryBlock(group=_("Pictures and files"))),
    ("document", blocks.DocumentBlock(group=_("Pictures and files"))),
    ("embed", blocks.ClickToLoadEmbedBlock(group=_("Pictures and files"))),
    ("table", blocks.TableBlock(group=_("Facts"))),
    ("code", blocks.CodeBlock(group=_("Facts"))),
    ("earlier_page", EarlierPageBlock(group=_("Facts"))),
]


class BodyField(StreamField):
    """A StreamField whose blocks stay out of migrations: they are code, and change without the table changing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args and "block_types" not in kwargs:
            args = (BODY_BLOCKS,)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
