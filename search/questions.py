"""What somebody asks: words, and what they narrow the answers by. Read from an address, and written into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from core.text import MAX_QUERY_LENGTH, clean_query
from publishing.models import Purpose

from .index.words import words_in
from .models import Kind, Outcome

MOST_WORDS = 16
SHORTEST_BEGINNING = 4
BY_DATE = "date"
FILTERS = ("kind", "team", "purpose", "outcome", "tag", "author", "year")
_LONGEST_VALUE = 100
_CHOICES: dict[str, Any] = {"kind": Kind.values, "purpose": Purpose.values, "outcome": Outcome.values}


@dataclass(frozen=True)
class Question:
    """``text`` as it was typed, ``words`` as the index knows them, and the filters that were chosen, by name."""

    text: str
    words: tuple[str, ...]
    chosen: Mapping[str, str] = field(default_factory=dict)
    by_date: bool = False
    may_go_on: bool = False
    is_cut: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Question":
        """The question in the parameters of an address. What is no value of a filter chooses nothing."""
        asked = given.get("q", "")
        text = clean_query(asked)
        words = tuple(words_in(text)[:MOST_WORDS])
        chosen = {name: value for name in FILTERS if (value := _value(name, given.get(name, "")))}
        return cls(
            text=text,
            words=words,
            chosen=chosen,
            by_date=given.get("sort") == BY_DATE,
            # The last word may still be being typed; a word of three letters begins too many others.
            may_go_on=bool(words) and len(words[-1]) >= SHORTEST_BEGINNING and text[-1:].isalnum(),
            is_cut=len(asked) > MAX_QUERY_LENGTH,
        )

    def address(self, **changes: str) -> str:
        """The parameters of the same question with other choices; "" takes one out."""
        parts = {"q": self.text, **self.chosen, "sort": BY_DATE if self.by_date else ""} | changes
        return urlencode({name: value for name, value in parts.items() if value})


def _value(name: str, value: str) -> str:
    value = "".join(letter for letter in value[:_LONGEST_VALUE] if letter.isprintable())
    if name == "year":
        return value if value.isascii() and value.isdigit() and len(value) == 4 else ""
    choices = _CHOICES.get(name)
    return value if choices is None or value in choices else ""
