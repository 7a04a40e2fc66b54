"""A drawn thread that is the same for everybody, and the places in it where something personal is put.

The places are found by the number of a comment, so a thread of a thousand costs no more than the comments concerned.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

# Markup, and between it the numbers of comments: each four times, at its four places in order.
Parts = list[str | int]
_EACH = 4


class Place(NamedTuple):
    """Where one comment takes something personal: offsets in the encoded markup."""

    css: int
    mark: int
    reactions: int
    reactions_end: int


@dataclass(frozen=True)
class Places:
    """The numbers of all comments that can be read, sorted, and their places, four each."""

    numbers: array  # type: ignore[type-arg]  # of long integers; a plain array is kept and read back in no time
    offsets: array  # type: ignore[type-arg]  # as above

    def __contains__(self, pk: int) -> bool:
        return self._index(pk) is not None

    def of(self, pk: int) -> Place | None:
        index = self._index(pk)
        return None if index is None else Place(*self.offsets[index * _EACH : (index + 1) * _EACH])

    def _index(self, pk: int) -> int | None:
        index = bisect_left(self.numbers, pk)
        return index if index < len(self.numbers) and self.numbers[index] == pk else None


@dataclass(frozen=True)
class Drawn:
    """Markup with its places, encoded: so it goes into a page past the templates (``core.late``)."""

    markup: bytes
    places: Places


def joined(parts: Parts) -> Drawn:
    """Parts as one text, the numbers taken out and remembered."""
    texts: list[bytes] = []
    found: dict[int, list[int]] = defaultdict(list)
    offset = 0
    for part in parts:
        if isinstance(part, int):
            found[part].append(offset)
        else:
            texts.append(part.encode())
            offset += len(texts[-1])
    numbers = sorted(found)
    offsets = array("q", [each for number in numbers for each in found[number]])
    return Drawn(b"".join(texts), Places(array("q", numbers), offsets))
