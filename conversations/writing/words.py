"""What people write: cleaned once when it comes in, made into markup once, and drawn from there."""

import hashlib
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .markup import as_html, plain

__all__ = [
    "LONGEST",
    "LONGEST_REASON",
    "MARKUP",
    "as_html",
    "cleaned",
    "cleaned_reason",
    "digest",
    "drawn",
    "line",
    "plain",
]

LONGEST = 10_000
MARKUP = 2  # raised when the rules of ``as_html`` change: what was made by older ones is made again, see ``redrawing``
LONGEST_REASON = 1_000

# Invisible marks that turn the direction of everything after them. Marks of single letters, and joiners, are kept:
# Arabic, Hebrew, Persian and emoji need them.
_TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NOT_SEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # joiners, spaces of no width, soft hyphens
_MOST_MARKS = 4  # on one letter; more of them climb over the neighbouring lines


def cleaned(text: str) -> str:
    """``text`` as it is stored. Raises ValidationError, in words for the writer, when it is empty or too long."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST * 2:
        raise ValidationError(_too_long(len(text)), code="long")
    text = "".join(_kept(text)).strip()
    if _shows_nothing(text):
        raise ValidationError(_("Write something first."), code="empty")
    if len(text) > LONGEST:
        raise ValidationError(_too_long(len(text)), code="long")
    return text


def cleaned_reason(text: str) -> str:
    """A moderator's reason: one paragraph, and never empty."""
    reason = " ".join("".join(_kept(text[: LONGEST_REASON * 2])).split())
    if _shows_nothing(reason):
        raise ValidationError(_("Say why: the author receives it."), code="empty")
    if len(reason) > LONGEST_REASON:
        raise ValidationError(_("A thousand characters are enough for a reason."), code="long")
    return reason


def shortened_reason(text: str) -> str:
    """A reason that may be left out, as it is stored."""
    return " ".join("".join(_kept(text[: LONGEST_REASON * 2])).split())[:LONGEST_REASON]


def _shows_nothing(text: str) -> bool:
    return all(unicodedata.category(letter) in _NOT_SEEN for letter in text)


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for letter in text:
        if letter in "\n\t":
            kept.append(letter)
            marks = 0
            continue
        if letter in _TURNS_DIRECTION:
            continue
        kind = unicodedata.category(letter)
        if kind in ("Cc", "Cs"):  # control characters, halves of characters
            continue
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(letter)
    return kept


def _too_long(length: int) -> str:
    over = length - LONGEST
    return ngettext(
        "That is %(over)s character too long. A comment holds %(limit)s; more makes a post of its own.",
        "That is %(over)s characters too long. A comment holds %(limit)s; more makes a post of its own.",
        over,
    ) % {"over": f"{over:,}", "limit": f"{LONGEST:,}"}


def drawn(text: str, html: str, markup: int) -> SafeString:
    """The stored markup of a text, or the same made now where it was stored by other rules than today's."""
    return mark_safe(html if markup == MARKUP else as_html(text))  # noqa: S308 - both come from as_html alone


def digest(text: str) -> str:
    """Stands for exactly this text: what somebody has confirmed, has opened for editing, or decides on."""
    return hashlib.sha256(text.encode()).hexdigest()


def line(text: str) -> str:
    """The words on one line, without marks: for a row in a list, a mail, a title."""
    return " ".join(plain(text).split())
