"""The piece of a text around what was looked for, with the words marked."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LENGTH = 240
BEFORE = 70
_ENDINGS = re.compile(r"(?:ings?|edly|ed|es|s|e)$")
SHORTEST_ROOT = 4


class _OneLetterForOne(dict[int, str]):
    """Folds case and accents letter by letter, so that a place in the folded text is the same place in the text."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFKD", chr(code).casefold())[:1]
        self[code] = letter or chr(code)
        return self[code]


_letters = _OneLetterForOne()


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_letters)


class Text(NamedTuple):
    """A text to quote from, with its folded twin, which has the same letters in the same places."""

    words: str
    folded: str

    @classmethod
    def of(cls, text: str) -> "Text":
        words = " ".join(unicodedata.normalize("NFC", text).split())
        return cls(words, _folded(words))


def pattern_for(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Finds, in a folded text, words that begin as one of the terms does, its ending aside: the index knows stems."""
    roots = set()
    for term in terms:
        for word in re.findall(r"\w+", _folded(unicodedata.normalize("NFC", term))):
            roots.add(_root(word))
    if not roots:
        return None
    longest_first = sorted(roots, key=lambda root: (-len(root), root))
    # Short words are meant whole: "on" is no part of "only".
    parts = [re.escape(root) + (r"\w*" if len(root) >= SHORTEST_ROOT - 1 else "") for root in longest_first]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


def _root(word: str) -> str:
    root = _ENDINGS.sub("", word)
    if root != word and root[-2:-1] == root[-1:]:
        root = root[:-1]  # planning is about a plan
    return root if len(root) >= SHORTEST_ROOT else word


def marked(text: str, wanted: re.Pattern[str] | None) -> SafeString:
    """The whole text, escaped, with what was looked for in ``<mark>``."""
    text = unicodedata.normalize("NFC", text)
    pieces, end = [], 0
    for found in wanted.finditer(_folded(text)) if wanted else ():
        pieces += [escape(text[end : found.start()]), f"<mark>{escape(text[found.start() : found.end()])}</mark>"]
        end = found.end()
    # Every piece of the text was escaped on its own, so the marks are the only markup.
    return mark_safe("".join([*pieces, escape(text[end:])]))  # noqa: S308


def snippet(text: Text, wanted: re.Pattern[str] | None) -> SafeString | None:
    """About two lines of ``text`` that hold most of what was looked for, marked; None when it holds nothing of it."""
    if wanted is None:
        return None
    found = list(wanted.finditer(text.folded))
    if not found:
        return None
    words = text.words
    start = _best_start(found)
    begin = max(0, start - BEFORE)
    if begin:
        begin = words.find(" ", begin, start) + 1 or begin
    end = min(len(words), begin + LENGTH)
    if end < len(words):
        end = max(words.rfind(" ", start + 1, end), 0) or end
    quoted = marked(words[begin:end], wanted)
    # ``quoted`` is escaped by ``marked``; the dots are ours.
    return mark_safe(("… " if begin else "") + quoted + (" …" if end < len(words) else ""))  # noqa: S308


def _best_start(found: list[re.Match[str]]) -> int:
    """Where the stretch begins that holds the most different words that were looked for."""
    best, best_count = found[0].start(), 0
    for first in range(min(len(found), 50)):
        start = found[first].start()
        inside = {match.group() for match in found[first : first + 20] if match.end() <= start + LENGTH - BEFORE}
        if len(inside) > best_count:
            best, best_count = start, len(inside)
    return best
