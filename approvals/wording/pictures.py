"""The pictures that a page shows, each with what is written for its place."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import models
from wagtail.blocks import Block, ListBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from .fields import target_of


class Placed(NamedTuple):
    """A picture where a page shows it: ``alt`` is what was written for this place."""

    picture_id: int
    alt: str = ""
    decorative: bool = False


def pictures_in(page: Any, name: str) -> list[Placed]:
    """The pictures that one field of a page shows, in order."""
    found = page._meta.get_field(name)
    if isinstance(found, StreamField):
        return [placed for block in getattr(page, name) for placed in _pictures_in_block(block.block, block.value)]
    if isinstance(found, models.ForeignKey) and target_of(found) is get_image_model():
        number = getattr(page, found.attname)
        return [] if number is None else [Placed(number, getattr(page, "lead_alt", ""))]
    return []


def _pictures_in_block(block: Block, value: Any) -> Iterator[Placed]:
    if value is None:
        return
    if isinstance(block, ImageBlock):
        yield placed_at(value)
    elif isinstance(block, StructBlock):
        for child in value.bound_blocks.values():
            yield from _pictures_in_block(child.block, child.value)
    elif isinstance(block, ListBlock):
        for child in value.bound_blocks:
            yield from _pictures_in_block(child.block, child.value)


def placed_at(picture: Any) -> Placed:
    decorative = bool(getattr(picture, "decorative", False))
    return Placed(picture.pk, getattr(picture, "contextual_alt_text", None) or "", decorative)
