"""Words as they are compared: folded, cut to their stems, without those that stand in every text.

A thesaurus of the house (``same_meaning.txt``) knows that a newcomer and somebody who starts are the same. It widens
what is asked and not what is stored, so that a change of it needs no new index.
"""

import re
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import snowballstemmer

from core.text import fold

HERE = Path(__file__).parent
LONGEST = 40
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STOPS = frozenset((HERE / "stop_words.txt").read_text().split())
_own = threading.local()


def words_of(text: str) -> list[str]:
    """Every word of a text that carries meaning, folded, in order."""
    found = (word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(fold(text)))
    return [word for word in found if 1 < len(word) <= LONGEST and word not in _STOPS and not word.isdigit()]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The part of a folded word that its forms have in common."""
    if not hasattr(_own, "stemmer"):
        _own.stemmer = snowballstemmer.stemmer("english")  # holds the word it works on, so each thread has one
    return str(_own.stemmer.stemWord(word))


def stems_of(text: str) -> list[str]:
    return [stem(word) for word in words_of(text)]


@lru_cache(maxsize=1)
def _thesaurus() -> dict[str, frozenset[str]]:
    lines = (HERE / "same_meaning.txt").read_text().splitlines()
    found: dict[str, frozenset[str]] = {}
    for line in lines:
        if not line.startswith("#"):
            group = frozenset(stem(fold(word)) for word in line.split())
            for each in group:
                found[each] = found.get(each, frozenset()) | group
    return found


def same_meaning(stems: Iterable[str]) -> set[str]:
    """Stems that mean the same as one of these, without these."""
    asked = set(stems)
    return {other for each in asked for other in _thesaurus().get(each, ())} - asked
