"""Blocks that name other articles, and the body that posts and write-ups share."""

from .body import BODY_BLOCKS, BodyField
from .earlier import EarlierPageBlock

__all__ = ["BODY_BLOCKS", "BodyField", "EarlierPageBlock"]
