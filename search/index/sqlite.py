"""The index on SQLite: two full-text tables whose rows have the numbers of their entries."""

from collections.abc import Sequence

from django.db import connection

# Parts of statements. ``MATCHES``, ``IN_TITLES`` and ``TITLE_MATCHES`` take one value each, in the notation below.
FOUND = "search_words JOIN search_entry e ON e.id = search_words.rowid"
MATCHES = IN_TITLES = "search_words MATCH %s"
TITLED = "search_titles JOIN search_entry e ON e.id = search_titles.rowid"
TITLE_MATCHES = "search_titles MATCH %s"
LATEST = LATEST_OF_FEW = f"SELECT e.id FROM {FOUND} WHERE {{where}} ORDER BY e.id DESC LIMIT %s"  # noqa: S608
# Lower is better; the weights stand in the order of the columns: title, body.
SCORE, SCORE_VALUES = "bm25(search_words, 10.0, 1.0)", 0
BETTER_IS_LOWER = True
STEPS = 1_000_000


def write(entries: Sequence[tuple[int, str, str]]) -> None:
    """Set the words of entries, given as (number, title, body), all of them flat."""
    with connection.cursor() as cursor:
        for table, columns in (("search_words", "title, body"), ("search_titles", "title")):
            # Names of ours only; every value is a parameter.
            cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(pk,) for pk, _t, _b in entries])  # noqa: S608
            rows = [(pk, title, body) for pk, title, body in entries]
            if table == "search_titles":
                rows = [(pk, title) for pk, title, _body in entries if title]  # type: ignore[misc]  # a shorter row
            marks = ", ".join(["%s"] * len(columns.split(",")))
            cursor.executemany(f"INSERT INTO {table} (rowid, {columns}) VALUES (%s, {marks})", rows)  # noqa: S608


def notation(words: Sequence[str], *, may_go_on: bool) -> str:
    """All of these words, the last one perhaps unfinished, as ``MATCHES`` takes them."""
    return " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"{"*" if may_go_on else ""}'])


def beginning(words: Sequence[str]) -> str:
    """Whole words and the beginning of the last one, as ``TITLE_MATCHES`` takes them."""
    return notation(words, may_go_on=True)


def titled(written: str) -> str:
    """The same words, in titles alone, as ``IN_TITLES`` takes them."""
    return f"title : ({written})"
