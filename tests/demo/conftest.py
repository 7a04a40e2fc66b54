"""One loading for all tests of a module or a folder: it takes a while, and none of them changes it for another.

Pictures are small sheets there, and of the texts only some are brought: those that have not gone all the way, those
with held or hidden comments, those in whose threads more happened or that somebody follows or looks after, the real
ones, and everything that these build on. That every other text fits the fields of its page is looked at without
loading it.
"""

import contextlib

import pytest
from django.core.management import call_command
from django.db import transaction
from PIL import Image

from demo.drawing import Drawing
from demo.habits import FOLLOWED, KEPT
from demo.loading import load as loading
from demo.loading import pictures
from demo.texts_format import read_all

FOLLOWED_PAGES = {name for _username, kind, name in FOLLOWED if kind in {"page", "thread"}}
LOOKED_AFTER = {slug for kept in KEPT for slug in (kept.page, kept.successor)}


@contextlib.contextmanager
def loading_frame(blocker):
    """Loads with the given options, inside a transaction that is rolled back afterwards."""
    with pytest.MonkeyPatch.context() as patch, blocker.unblock():
        patch.setattr(pictures, "draw", _quickly_drawn)
        patch.setattr(loading, "read_all", some_texts)
        with transaction.atomic():
            yield lambda **options: call_command("load_demo", **options)
            transaction.set_rollback(True)


def _quickly_drawn(family, seed, size=None):
    """What is drawn has its own tests; here a small sheet will do."""
    return Drawing(Image.new("RGB", (64, 36), "teal"), f"A {family} picture, number {seed}, as a test draws it")


def some_texts():
    texts = {text.slug: text for text in read_all()}
    wanted = [
        text
        for text in texts.values()
        if text.state != "live"
        or text.slug.startswith(("collaboration", "social", "the-first-hour", "a-million"))
        or any(remark.state != "public" for remark in text.comments)
        or text.happenings
        or text.slug in FOLLOWED_PAGES | LOOKED_AFTER
        or text.slug == "ring-back-instead-of-waiting"
    ]
    found = set()
    while wanted:
        text = wanted.pop()
        found.add(text.slug)
        linked = [reference.slug for reference in text.references]
        linked += [block.value["slug"] for block in text.blocks if block.kind == "page"]
        wanted += [texts[slug] for slug in linked if slug not in found]
    return [text for text in texts.values() if text.slug in found]
