"""The index on PostgreSQL: two word vectors in the row of each entry: one of all its words, one of its title alone.

Texts are known by their stems, titles by their words as well, so that the beginning of one finds them.

In the same row, so that what holds a word is counted and narrowed without looking a second table up. The columns are
no fields of the model: a migration makes them, and only the statements here and ``search.statements`` know of them.
"""

from collections.abc import Sequence

from django.db import connection

# Parts of statements. ``MATCHES``, ``IN_TITLES`` and ``TITLE_MATCHES`` take one value each, in the notation below.
FOUND = TITLED = "search_entry e"
MATCHES = "e.words @@ to_tsquery('english', %s)"
IN_TITLES = "e.titles @@ to_tsquery('english', %s)"
TITLE_MATCHES = "e.titles @@ to_tsquery('simple', %s)"
# The last of many and the last of few. Of few everything is found first: going backwards through all entries until
# enough are found is what the planner takes for cheaper, and for a word that stands in few titles it is not.
LATEST = "SELECT e.id FROM search_entry e WHERE {where} ORDER BY e.id DESC LIMIT %s"
LATEST_OF_FEW = "SELECT id FROM (SELECT e.id FROM search_entry e WHERE {where} OFFSET 0) f ORDER BY id DESC LIMIT %s"
# Higher is better; a word in the title weighs ten in the text.
SCORE, SCORE_VALUES = "ts_rank('{0.1, 0.1, 0.1, 1.0}', e.words, to_tsquery('english', %s), 1)", 1
BETTER_IS_LOWER = False
STEPS = 1_000_000
_WRITE = """
UPDATE search_entry
SET words = setweight(to_tsvector('english', %s), 'A') || to_tsvector('english', %s),
    titles = to_tsvector('simple', %s) || to_tsvector('english', %s)
WHERE id = %s
"""


def write(entries: Sequence[tuple[int, str, str]]) -> None:
    """Set the words of entries, given as (number, title, body), all of them flat."""
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, [(title, body, title, title, pk) for pk, title, body in entries])


def notation(words: Sequence[str], *, may_go_on: bool) -> str:
    """All of these words, the last one perhaps unfinished, as ``MATCHES`` takes them. Words hold letters and digits
    alone, so nothing in them is an operator."""
    last = f"({words[-1]} | {words[-1]}:*)" if may_go_on else words[-1]
    return " & ".join([*words[:-1], last])


def beginning(words: Sequence[str]) -> str:
    """Whole words and the beginning of the last one, as ``TITLE_MATCHES`` takes them."""
    return " & ".join([*words[:-1], f"{words[-1]}:*"])


def titled(written: str) -> str:
    """The same words, in titles alone, as ``IN_TITLES`` takes them."""
    return written
