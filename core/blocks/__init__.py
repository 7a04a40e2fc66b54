"""StreamField blocks that need nothing of ours but the library's pictures and documents."""

from .callout import CalloutBlock
from .code import CodeBlock
from .embed import ClickToLoadEmbedBlock
from .media import DocumentBlock, GalleryBlock, PictureBlock
from .text import HeadingBlock, ParagraphBlock, QuoteBlock, TableBlock

__all__ = [
    "CalloutBlock",
    "ClickToLoadEmbedBlock",
    "CodeBlock",
    "DocumentBlock",
    "GalleryBlock",
    "HeadingBlock",
    "ParagraphBlock",
    "PictureBlock",
    "QuoteBlock",
    "TableBlock",
]
