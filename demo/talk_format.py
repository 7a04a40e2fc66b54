"""How the talk under a text is written down, and how it is read.

A comment starts with one to four `@`, as deep as it stands, then who, how long after publication, what became of it:

    @ stellan +3h
    @@ imani +2d held
    @@@ stellan +4d hidden: Names a colleague who did not agree to it

A line that begins with `~` is something that happened later, to the comment it stands below or, before the first one,
to the thread: what, when (after publication too), by whom, and in which words.

    ~ held +0m imani                        from then on what is written waits for a moderator
    ~ closed +9d imani: Why. | Last words.  the last words are a comment, and may be left out
    ~ outcome +5d imani: What was decided.  below a comment: resting on it
    ~ accepted +5d imani
    ~ edited +4h: What it said before.      the comment itself says what it says now
    ~ mended +3d: What it said before.
    ~ deleted +2d
    ~ flagged +1d grace private: In her words.
    ~ kept +2d moderator: Why.
    ~ removed +2d moderator: Why.
    ~ locked +3d moderator: Why.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

COMMENT_STATES = frozenset({"public", "held", "hidden"})
DEEPEST_REPLY = 4
OF_THREADS = frozenset({"held", "closed", "outcome"})
OF_COMMENTS = frozenset({"outcome", "accepted", "edited", "mended", "deleted", "flagged", "kept", "removed", "locked"})
# What its author does to a comment; nobody else is named there.
BY_AUTHORS = frozenset({"edited", "mended", "deleted"})

_AFTER = r"\+(?P<count>\d+(?:\.\d+)?)(?P<unit>[mhd])"
_COMMENT = re.compile(
    rf"^(?P<depth>@{{1,4}}) (?P<who>[\w.-]+) {_AFTER}(?: (?P<state>held|hidden)(?:: (?P<reason>.+))?)?$"
)
_HAPPENED = re.compile(
    rf"^~ (?P<what>[a-z]+) {_AFTER}(?: (?P<who>[\w.-]+)(?: (?P<about>[a-z_]+))?)?(?:: (?P<words>.+))?$"
)
_MINUTES = {"m": 1, "h": 60, "d": 60 * 24}


class UnreadableTextError(ValueError):
    """A file does not follow the format; the message says where and why."""


@dataclass(frozen=True)
class Remark:
    """A comment; `parent` is the place of the comment it answers in the list, or None."""

    author: str
    minutes: int
    depth: int
    text: str
    parent: int | None = None
    state: str = "public"
    reason: str = ""


@dataclass(frozen=True)
class Happening:
    """What became of the comment at `place`, or of the thread where that is None. `about` is the reason of a flag."""

    what: str
    minutes: int
    by: str
    words: str = ""
    about: str = ""
    place: int | None = None


class _Reader:
    """Reads line by line what is said and what happened."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self.happenings: list[Happening] = []
        self._open_above: dict[int, int] = {}
        self._head: re.Match[str] | None = None
        self._said: list[str] = []

    def read(self, line: str) -> None:
        if match := _COMMENT.match(line):
            self.finish()
            self._head, self._said = match, []
        elif line.startswith("~ "):
            self._happened(line)
        elif self._head is not None:
            self._said.append(line)
        elif line.strip():
            raise UnreadableTextError(f"this stands before the first comment: {line!r}")

    def finish(self) -> None:
        head = self._head
        if head is None:
            return
        depth = len(head["depth"])
        if depth > 1 and depth - 1 not in self._open_above:
            raise UnreadableTextError(f"the reply of {head['who']} at +{head['count']}{head['unit']} answers nobody")
        text = "\n".join(self._said).strip()
        if not text:
            raise UnreadableTextError(f"{head['who']} says nothing")
        self.remarks.append(
            Remark(
                author=head["who"],
                minutes=_minutes(head),
                depth=depth,
                text=text,
                parent=self._open_above.get(depth - 1),
                state=head["state"] or "public",
                reason=head["reason"] or "",
            )
        )
        for deeper in [level for level in self._open_above if level >= depth]:
            del self._open_above[deeper]
        self._open_above[depth] = len(self.remarks) - 1

    def _happened(self, line: str) -> None:
        match = _HAPPENED.match(line)
        known = OF_THREADS if self._head is None else OF_COMMENTS
        if match is None or match["what"] not in known:
            raise UnreadableTextError(f"nobody knows what this is: {line!r}")
        by = self._head["who"] if self._head is not None and match["what"] in BY_AUTHORS else match["who"]
        if by is None:
            raise UnreadableTextError(f"this says not by whom: {line!r}")
        self.happenings.append(
            Happening(
                what=match["what"],
                minutes=_minutes(match),
                by=by,
                words=match["words"] or "",
                about=match["about"] or "",
                place=None if self._head is None else len(self.remarks),
            )
        )


def parse_talk(lines: Iterable[str]) -> tuple[list[Remark], list[Happening]]:
    """The comments in the order they stand, and what happened to them; a reply answers the nearest comment above it
    that is one level higher."""
    reader = _Reader()
    for line in lines:
        reader.read(line)
    reader.finish()
    return reader.remarks, reader.happenings


def _minutes(match: re.Match[str]) -> int:
    return round(float(match["count"]) * _MINUTES[match["unit"]])
