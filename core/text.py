"""Comparing and cleaning what people type."""

import unicodedata

MAX_QUERY_LENGTH = 200


def fold(text: str) -> str:
    """The form in which names, tags and usernames are compared: without case, accents and doubled spaces.

    SQLite folds case for ASCII only, so what is compared is stored folded in a column of its own.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def clean_query(text: str) -> str:
    """What was typed into a search box, without control characters, quotes that no engine closes, and excess length."""
    text = "".join(" " if unicodedata.category(c).startswith("C") else c for c in text[: MAX_QUERY_LENGTH * 4])
    return " ".join(text.replace('"', " ").split())[:MAX_QUERY_LENGTH]
