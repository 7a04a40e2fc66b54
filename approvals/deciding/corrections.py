"""A small change of words that its writer marks as a correction of spelling."""

import re
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from publishing.digest import Aspect, aspect_digests, text_leaves

from ..models import Correction, Request

MOST_WORDS = 10
_PIECE = re.compile(r"<[^>]*>|\w+(?:['’-]\w+)*|[^\w\s]")
_NEAR = 0.8  # of SequenceMatcher.ratio: "recieved" and "received" are nearer than that, "not" and "now" are not
_NEVER_SPELLING = frozenset({"slug", "purpose"})


def note(request: Request, old: Revision, new: Revision, by: Any) -> Correction | None:
    """Keep what a change of words did, if it is small enough to be a correction; None if it is more than that."""
    article = request.article
    place = {"team_id": article.team_id, "audience_id": article.audience_id}
    then, now = (aspect_digests(revision.content, **place)[Aspect.TEXT] for revision in (old, new))
    if then == now:
        return None
    words = small_change(text_leaves(old.content), text_leaves(new.content))
    if words is None:
        return None
    return Correction.objects.create(request=request, by=by, before=then, after=now, words=words)


def small_change(old: dict[Any, Any], new: dict[Any, Any]) -> list[tuple[str, str]] | None:
    """What became what between the values of two texts, if all of it is spelling: at most ten words, each near the one
    before it, none of them a number, a link or a setting, and nothing more or less. None if it is more than that."""
    if old.keys() != new.keys():
        return None
    found: list[tuple[str, str]] = []
    for place in old:
        a, b = old[place], new[place]
        if a == b:
            continue
        if not isinstance(a, str) or not isinstance(b, str) or place[0] in _NEVER_SPELLING or "://" in a + b:
            return None
        change = _respelled(_PIECE.findall(a), _PIECE.findall(b))
        if change is None:
            return None
        found += change
    return found if len(found) <= MOST_WORDS else None


def _respelled(a: list[str], b: list[str]) -> list[tuple[str, str]] | None:
    found: list[tuple[str, str]] = []
    for change, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if change == "equal":
            continue
        before, after = a[i:j], b[k:m]
        if all(_is_mark(piece) for piece in before + after):
            found.append(("".join(before), "".join(after)))
            continue
        if len(before) != len(after) or not all(map(_is_near, before, after)):
            return None
        found += zip(before, after, strict=True)
    return found


def _is_mark(piece: str) -> bool:
    """A comma or the like, and no tag of the markup."""
    return len(piece) == 1 and not piece.isalnum() and piece not in {"<", ">"}


def _is_near(one: str, other: str) -> bool:
    if "<" in one + other or any(char.isdigit() for char in one + other):
        return False
    a, b = one.casefold(), other.casefold()
    if len(a) > 2 and sorted(a) == sorted(b):
        return True
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _NEAR


def in_words(correction: Correction) -> str:
    """ "teh → the, recieve → receive"."""
    return ", ".join(_("%(old)s → %(new)s") % {"old": old or "–", "new": new or "–"} for old, new in correction.words)
