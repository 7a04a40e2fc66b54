"""What a conversion is asked with and answers with."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Shown:
    """A picture of the library. ``alt`` and ``caption`` are those that the old blog kept with it."""

    pk: int
    title: str = ""
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What markup is converted with: ``picture`` finds one by its address and its number on the old blog, ``link``
    says where an address leads now (empty: nowhere)."""

    picture: Callable[[str, str], Shown | None]
    link: Callable[[str], str]


@dataclass
class Converted:
    """Blocks as a StreamField stores them, their words (of running text apart), and what could not be taken as it
    was."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, kind: str, value: Any, words: str = "") -> None:
        self.blocks.append({"type": kind, "value": value, "id": str(uuid.uuid4())})
        if words:
            self.words.append(words)

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    @property
    def text(self) -> str:
        """The words without marks, for counting and for a summary."""
        return "\n".join(self.words)
