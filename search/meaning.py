"""What somebody may have meant whose words nothing holds: words that stand in what they may read, and nowhere else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Length

from core.access import is_somebody
from publishing.querysets import groups_read_for

from . import statements
from .facets import facets_of
from .models import Word
from .questions import Question

_MOST_WORDS = 5
_SHORTEST = 4
_LIKE_EACH = 4
_LOOKED_AT = 6_000


def meant(user: Any, question: Question) -> Question | None:
    """The question with its misspelt words set right, if that finds something; in at most four statements."""
    if not is_somebody(user) or not 0 < len(question.words) <= _MOST_WORDS:
        return None
    groups = groups_read_for(user)
    like = _words_like([word for word in question.words if len(word) >= _SHORTEST])
    known = statements.standing_in({*question.words, *(word for words in like.values() for word in words)}, groups)
    words = []
    for word in question.words:
        right = word if word in known else next((other for other in like.get(word, ()) if other in known), None)
        if right is None and len(word) >= _SHORTEST:
            return None
        words.append(right or word)
    if tuple(words) == question.words:
        return None
    other = replace(question, text=" ".join(words), words=tuple(words), may_go_on=False)
    return other if facets_of(other, statements.counted(other, groups)).total else None


def _words_like(words: Sequence[str]) -> dict[str, list[str]]:
    """For each word, those of the index that a slip of the finger or two turns into it, the nearest first."""
    if not words:
        return {}
    there_are = list(_candidates(words))
    found = {}
    for word in words:
        most = 1 if len(word) < 7 else 2
        letters = Counter(word)
        near = [
            (distance, other)
            for other in there_are
            if abs(len(other) - len(word)) <= most
            and (letters - Counter(other)).total() <= most
            and 0 < (distance := slips(word, other, most)) <= most
        ]
        found[word] = [other for _distance, other in sorted(near)[:_LIKE_EACH]]
    return found


def _candidates(words: Sequence[str]) -> Iterable[str]:
    if _has_trigrams():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT w.word FROM unnest(%s::text[]) AS typed(word)"
                " CROSS JOIN LATERAL (SELECT word FROM search_word WHERE search_word.word %% typed.word"
                " ORDER BY similarity(search_word.word, typed.word) DESC LIMIT 40) w",
                [list(words)],
            )
            return [word for (word,) in cursor.fetchall()]
    begun = Q()
    for word in words:
        # People seldom miss the first letter; where they do, they exchange it with the second.
        for first in {word[0], word[1]}:
            begun |= Q(word__gte=first, word__lt=chr(ord(first) + 1), letters__range=(len(word) - 2, len(word) + 2))
    return Word.objects.annotate(letters=Length("word")).filter(begun).values_list("word", flat=True)[:_LOOKED_AT]


def _has_trigrams() -> bool:
    if connection.vendor != "postgresql":
        return False
    known: bool | None = getattr(connection, "_intramural_has_trigrams", None)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm')")
            known = bool(cursor.fetchone()[0])
        connection._intramural_has_trigrams = known  # type: ignore[attr-defined]  # for as long as it is connected
    return known


def slips(first: str, second: str, most: int) -> int:
    """How many letters are missing, too many, wrong or exchanged with their neighbour; more than ``most`` is not
    counted further."""
    before: list[int] = []
    last = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        line = [row]
        for column, other in enumerate(second, start=1):
            cost = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return last[-1]
