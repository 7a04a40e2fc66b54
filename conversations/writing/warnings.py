"""What a writer is asked to look at once more before it is sent: words that the team watches, and numbers that belong
to somebody. Nothing is ever dropped or changed; whoever confirms exactly these words sends them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.prepared import Prepared
from core.text import fold
from teams.models import Team

from .. import refusals
from ..models import TeamTalk
from . import private_numbers, words

SHOWN = 10
_LONGEST_PIECE = 60


@dataclass(frozen=True)
class Noticed:
    """One thing to think twice about: what it is, the piece of the text, and its line."""

    what: str
    piece: str
    line: int


def ask_first(text: str, team: Team, confirmed: str) -> None:
    """Raises ``AsksFirst`` for a cleaned text with something to point out, unless just that was confirmed: other words
    are asked about again."""
    if confirmed == words.digest(text):
        return
    found = noticed(text, team)
    if found:
        raise refusals.AsksFirst(_("Please look at this once more before you send it."), found, words.digest(text))


def noticed(text: str, team: Team) -> list[Noticed]:
    """The first few things to point out in a cleaned text, in the order of its lines."""
    watched = _pattern_of(team)
    found: list[Noticed] = []
    for number, line in enumerate(text.split("\n"), start=1):
        for what, piece in _in_line(line, watched):
            found.append(Noticed(what, piece[:_LONGEST_PIECE], number))
            if len(found) == SHOWN:
                return found
    return found


def _in_line(line: str, watched: re.Pattern[str] | None) -> Iterator[tuple[str, str]]:
    if watched is not None:
        for match in watched.finditer(fold(line)):
            yield _("a word that this team watches"), match.group()
    for kind, piece in private_numbers.found_in(line):
        yield str(kind.label), piece


_watched_words = Prepared(
    lambda team_id: TeamTalk.objects.filter(team_id=team_id).values_list("watched_words", flat=True)
)


def _pattern_of(team: Team) -> re.Pattern[str] | None:
    """Finds the team's words as whole words, whatever their case and accents. One query."""
    lines = next(iter(_watched_words(team.pk)), "")
    folded = sorted({fold(word) for word in lines.splitlines()} - {""}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, folded))})(?!\w)") if folded else None
