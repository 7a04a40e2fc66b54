"""The index on PostgreSQL: a table of word vectors beside the entries, with stems for texts and without for titles."""

import re
from collections.abc import Sequence

from django.db import connection

# Parts of statements. ``MATCHES`` and ``TITLE_MATCHES`` take one value each, in the notation below.
FOUND = "search_words JOIN search_entry e ON e.id = search_words.entry_id"
MATCHES = "search_words.words @@ to_tsquery('english', %s)"
TITLED = FOUND
TITLE_MATCHES = "search_words.titles @@ to_tsquery('simple', %s)"
# Higher is better; a word in the title weighs ten in the text.
SCORE, SCORE_VALUES = "ts_rank('{0.1, 0.1, 0.1, 1.0}', search_words.words, to_tsquery('english', %s), 1)", 1
BETTER_IS_LOWER = False
MATERIALIZED = "MATERIALIZED"
STEPS = 1_000_000
_WEIGHED = re.compile(r"\w+(?::\*)?")

_WRITE = """
INSERT INTO search_words (entry_id, words, titles)
VALUES (%s, setweight(to_tsvector('english', %s), 'A') || to_tsvector('english', %s), to_tsvector('simple', %s))
ON CONFLICT (entry_id) DO UPDATE SET words = EXCLUDED.words, titles = EXCLUDED.titles
"""


def lock(kind: str) -> None:
    """Let nobody else write entries of this kind until the transaction ends: who reads a thing after this, and writes
    its entry, cannot be overtaken by somebody who read it before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"search:{kind}"])


def write(entries: Sequence[tuple[int, str, str]]) -> None:
    """Set the words of entries, given as (number, title, body), all of them flat."""
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, [(pk, title, body, title) for pk, title, body in entries])


def notation(words: Sequence[str], *, may_go_on: bool) -> str:
    """All of these words, the last one perhaps unfinished, as ``MATCHES`` takes them. Words hold letters and digits
    alone, so nothing in them is an operator."""
    last = f"({words[-1]} | {words[-1]}:*)" if may_go_on else words[-1]
    return " & ".join([*words[:-1], last])


def beginning(words: Sequence[str]) -> str:
    """Whole words and the beginning of the last one, as ``TITLE_MATCHES`` takes them."""
    return " & ".join([*words[:-1], f"{words[-1]}:*"])


def titled(written: str) -> str:
    """The same words, in titles alone, as ``MATCHES`` takes them."""
    return _WEIGHED.sub(lambda word: f"{word[0]}A" if word[0].endswith("*") else f"{word[0]}:A", written)
