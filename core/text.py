"""Comparing and cleaning what people type."""

import unicodedata

MAX_QUERY_LENGTH = 200
_KEPT = "\n\r\t"
_HIDDEN = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


def fold(text: str) -> str:
    """The form in which names, tags and usernames are compared: without case, accents and doubled spaces.

    SQLite folds case for ASCII only, so what is compared is stored folded in a column of its own.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def without_hidden_marks(text: str) -> str:
    """The text without what a reader cannot see but is misled by: marks that turn the direction of the letters after
    them, spaces of no width, control characters. Joiners stay, which scripts and faces are written with."""
    return "".join(c for c in text if c in _KEPT or (c not in _HIDDEN and unicodedata.category(c) != "Cc"))


def clean_query(text: str) -> str:
    """What was typed into a search box, without control characters, quotes that no engine closes, and excess length."""
    text = "".join(" " if unicodedata.category(c).startswith("C") else c for c in text[: MAX_QUERY_LENGTH * 4])
    return " ".join(text.replace('"', " ").split())[:MAX_QUERY_LENGTH]
