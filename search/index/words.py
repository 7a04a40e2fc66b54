"""How a text is cut into words, for the index and for what is asked of it alike: so both databases know the same."""

import re

from core.text import fold

MOST_LETTERS = 400_000
_WORD = re.compile(r"[^\W_]+")
_LENGTHS = range(3, 31)


def words_in(text: str) -> list[str]:
    """Runs of letters and digits, without case and accents."""
    return _WORD.findall(fold(text[:MOST_LETTERS]))


def flat(text: str) -> str:
    """The words of a text with a blank between them: nothing is left in it that an index could stumble over."""
    return " ".join(words_in(text))


def worth_proposing(words: set[str]) -> set[str]:
    """Those of the words that a misspelt one may have meant."""
    return {word for word in words if len(word) in _LENGTHS and not any(letter.isdigit() for letter in word)}
