"""What a thread says to one reader alone: what is new to them, what is theirs, what they have reacted to.

It is put into the kept markup at the places of the comments concerned, and never kept itself.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Value
from django.utils.translation import gettext as _

from core.prepared import Prepared
from publishing.models import Article

from ..models import Comment, Reaction
from . import visits
from .drawing import mark
from .places import Drawn, Place

_WROTE = ""  # stands where a reaction names its kind

_theirs = Prepared(
    lambda page_id, person_id: (
        Comment.objects.filter(page_id=page_id, user_id=person_id)
        .order_by()
        .values_list("pk", Value(_WROTE, output_field=CharField()))
        .union(
            Reaction.objects.filter(comment__page_id=page_id, person_id=person_id).values_list("comment_id", "kind"),
            all=True,
        )
    )
)


@dataclass(frozen=True)
class Mine:
    """The comments of one page that concern one reader."""

    new: list[visits.NewComment]
    written: frozenset[int]
    reacted: dict[int, set[str]]

    def new_outside(self, *drawn: Drawn) -> list[visits.NewComment]:
        """What is new and on none of these pieces."""
        return [each for each in self.new if not any(each.pk in piece.places for piece in drawn)]


def read(person: Any, article: Article) -> Mine:
    """Two queries, always: a page costs the same with an empty thread and with a long one."""
    written: set[int] = set()
    reacted: dict[int, set[str]] = defaultdict(set)
    for pk, kind in _theirs(article.pk, person.pk):
        if kind == _WROTE:
            written.add(pk)
        else:
            reacted[pk].add(kind)
    return Mine(visits.new_for(person, article), frozenset(written), dict(reacted))


def put_in(drawn: Drawn, mine: Mine) -> bytes:
    """The markup as this reader gets it. Touches the comments that concern them, and no other."""
    new = {each.pk for each in mine.new}
    pieces: list[bytes] = []
    end = 0
    for place, pk in _in_order(drawn, new | mine.written | mine.reacted.keys()):
        for start, stop, text in _changes(drawn.markup, place, pk, mine, is_new=pk in new):
            pieces += (drawn.markup[end:start], text.encode())
            end = stop
    return b"".join([*pieces, drawn.markup[end:]]) if pieces else drawn.markup


def _in_order(drawn: Drawn, numbers: set[int]) -> list[tuple[Place, int]]:
    """Those that stand in this piece, in the order in which they stand: not by number where newest come first."""
    return sorted((place, pk) for pk in numbers if (place := drawn.places.of(pk)))


def _changes(markup: bytes, place: Place, pk: int, mine: Mine, *, is_new: bool) -> Iterator[tuple[int, int, str]]:
    """From where to where, and what stands there instead."""
    if is_new:
        yield place.css, place.css, " new"
        yield place.mark, place.mark, mark(_("New"), "mark new")
    if pk in mine.written:
        yield place.mark, place.mark, mark(_("You"), "mark plain")
        # Nobody thanks themself.
        buttons = _reactions(markup, place).replace("<button ", "<button disabled ")
        yield place.reactions, place.reactions_end, buttons
    elif pk in mine.reacted:
        buttons = _reactions(markup, place)
        for kind in mine.reacted[pk]:
            buttons = pressed(buttons, kind)
        yield place.reactions, place.reactions_end, buttons


def _reactions(markup: bytes, place: Place) -> str:
    return markup[place.reactions : place.reactions_end].decode()


def pressed(buttons: str, kind: str) -> str:
    """Buttons with one of them down: pressing it again takes the reaction back."""
    return buttons.replace(
        f'/react/{kind}/" aria-pressed="false"', f'/react/{kind}/" name="on" value="0" aria-pressed="true"'
    )
