"""The markup of comments, written by hand.

A template takes a tenth of a millisecond for each comment, this a hundredth: with a thousand of them that is the
difference between a page and a wait. Every value from outside passes ``escape`` here, and nowhere later.

What is drawn is the same for everybody. Where something personal may be put in, the number of its comment stands among
the parts (``places``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formatting import full_time
from core.marks import Mark
from core.templatetags.ui import face

from ..models import LEVELS, State
from ..writing import words
from .places import Parts
from .tools import Look, Tools, more

if TYPE_CHECKING:
    from .thread import Row

MARKUP = 7  # raised whenever what is drawn here changes, so that nothing drawn before is shown


@dataclass(frozen=True)
class Marks:
    """The people whose part in the page is said beside their name, and the comment that is its accepted answer."""

    authors: frozenset[int]
    editors: frozenset[int]
    others: Sequence[Mark] = ()
    accepted: int | None = None


class Branch(NamedTuple):
    """A drawn comment with everything below it. ``shown`` counts those whose words are to be read."""

    parts: Parts
    shown: int


NOTHING = Branch([], 0)


@dataclass(frozen=True)
class _Face:
    """What the face of a person asks for."""

    hue: int
    initials: str
    face_url: str | None


class People:
    """Faces and names with their marks, each drawn once a thread."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._drawn: dict[Any, str] = {}

    def of(self, row: "Row") -> str:
        key = row.user_id or row.user_name
        if key not in self._drawn:
            self._drawn[key] = self._draw(row)
        return self._drawn[key]

    def _draw(self, row: "Row") -> str:
        name = f"<bdi>{escape(row.display_name)}</bdi>"
        if row.is_active:
            name = f'<a href="/people/{escape(row.username)}/">{name}</a>'
        return f"{self._face(row)}<b>{name}</b>{self._mark(row)}"

    def _face(self, row: "Row") -> str:
        if row.user_id is None:
            return face(None, "s")
        words_of_name = row.display_name.split()
        initials = "".join(word[0] for word in (words_of_name[:1] + words_of_name[1:][-1:])).upper()
        address = reverse("people:face", args=[PurePath(row.face).name]) if row.face else None
        return face(_Face(row.hue or 0, initials, address), "s")

    def _mark(self, row: "Row") -> str:
        drawn = ""
        if row.user_id in self._marks.authors:
            drawn = mark(_("Author"))
        elif row.user_id in self._marks.editors:
            drawn = mark(_("Team editor"), "mark plain")
        return drawn + "".join(
            mark(each.label, "mark plain") for each in self._marks.others if row.user_id in each.people
        )


class Brush:
    """Draws the comments of one thread for one kind of viewer."""

    def __init__(self, look: Look, marks: Marks) -> None:
        self._look = look
        self._accepted = marks.accepted
        self._people = People(marks)
        self._tools = Tools(look, marks.accepted)

    def comment(self, row: "Row", replies: list[Branch], *, is_new: bool = False) -> Branch:
        """One comment with the replies that were drawn for it; nothing where there is nothing to be seen."""
        below = sum(reply.shown for reply in replies)
        if row.state == State.PUBLIC:
            css = "comment flash" if is_new else "comment"
        elif self._look.moderates and row.state != State.DELETED:
            css = "comment held" if row.state == State.HELD else "comment hidden-comment"
        elif replies:
            said = escape(State(row.state).label)  # held, hidden or deleted; replies to it are read by everybody
            history = ""
            if self._look.moderates and row.state == State.DELETED:
                history = f' <a href="/talk/{row.pk}/history/">{escape(_("History"))}</a>'
            head = f'<article class="comment" id="c{row.pk}"><p class="removed">{said}{history}</p>{_lock(row)}'
            return Branch([head, *self._replies(row, replies, below), "</article>"], below)
        else:
            return NOTHING
        parts = self._words(row, css) + self._replies(row, replies, below)
        parts.append("</article>")
        return Branch(parts, below + 1)

    def _words(self, row: "Row", css: str) -> Parts:
        """Everything but the replies. The number stands where the class may be added to, where a mark may be put in,
        and on both sides of the reactions."""
        state = _waits() if row.state == State.HELD else ""
        if row.pk == self._accepted:
            state += mark(_("Accepted answer"))
        return [
            f'<article class="{css}',
            row.pk,
            f'" id="c{row.pk}">{_why(row)}<header>{self._people.of(row)}{state}',
            row.pk,
            f'{_time(row)}{_edited(row)}</header><div class="body" dir="auto">'
            f"{words.drawn(row.text, row.html, row.markup)}</div>{_lock(row)}"
            f"<footer>{self._tools.before(row)}",
            row.pk,
            self._tools.reactions(row),
            row.pk,
            f"{self._tools.after(row)}</footer>",
        ]

    def _replies(self, row: "Row", replies: list[Branch], below: int) -> Parts:
        """The replies, which can be folded, and the place where a new one is written."""
        place = f'<div id="reply-{row.pk}"></div>' if row.level + 1 < LEVELS else ""
        if not replies:
            return [f'<div class="replies">{place}</div>'] if place else []
        count = escape(ngettext("%(count)s reply", "%(count)s replies", below) % {"count": below})
        parts: Parts = [f'<details class="replies" open><summary>{count}</summary>']
        for reply in replies:
            parts += reply.parts
        parts.append(f"{place}</details>")
        return parts


def held_of_mine(row: "Row", people: People | None) -> str:
    """A comment that only its author and the moderators see."""
    person = people.of(row) if people else ""
    return (
        f'<article class="comment held" id="c{row.pk}"><header>{person}{_waits()}{_time(row)}{_edited(row)}</header>'
        f'<div class="body" dir="auto">{words.drawn(row.text, row.html, row.markup)}</div>'
        f"<footer>{more(row.pk)}</footer></article>"
    )


def mark(label: str, css: str = "mark") -> str:
    return f'<span class="{css}">{escape(label)}</span>'


def _waits() -> str:
    return mark(_("Waiting for a moderator"), "mark new")


def _why(row: "Row") -> str:
    """To moderators: why a comment is out of sight."""
    if row.state != State.HIDDEN:
        return ""
    said = _("Hidden by flags, until a moderator decides") if row.is_hidden_by_flags else _("Hidden by a moderator")
    reason = f": <bdi>{escape(row.reason)}</bdi>" if row.reason else ""
    return f'<p class="why">{escape(said)}{reason}</p>'


def _lock(row: "Row") -> str:
    """Why nothing is added to a branch, at its top alone: there the reason stands."""
    if not row.locked_reason:
        return ""
    return f'<p class="meta">{escape(_("Locked by a moderator"))}: <bdi>{escape(row.locked_reason)}</bdi></p>'


def _edited(row: "Row") -> str:
    return f'<span class="meta">{escape(_("edited"))}</span>' if row.edited_at else ""


def _time(row: "Row") -> str:
    exactly = row.at.isoformat(timespec="minutes")
    return f'<a href="/talk/{row.pk}/"><time datetime="{exactly}">{escape(full_time(row.at))}</time></a>'
