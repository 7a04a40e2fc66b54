"""The markup of comments, written by hand.

A template takes a tenth of a millisecond for each comment, this a hundredth: with a thousand of them that is the
difference between a page and a wait. Every value from outside passes ``escape`` here, and nowhere later.
"""

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from core.formatting import full_time
from core.templatetags.ui import face

from . import words
from .models import LEVELS, State

if TYPE_CHECKING:
    from .thread import Row

MARKUP = 5  # raised whenever what is drawn here changes, so that nothing drawn before is shown


@dataclass(frozen=True)
class Look:
    """For whom a thread is drawn: two questions, and never a person."""

    moderates: bool
    may_write: bool

    @property
    def key(self) -> str:
        return f"{'m' if self.moderates else 'r'}{'w' if self.may_write else '-'}"


@dataclass(frozen=True)
class Marks:
    """The people whose part in the page is said beside their name."""

    authors: frozenset[int]
    editors: frozenset[int]


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
        if row.user_id in self._marks.authors:
            return f'<span class="mark">{escape(_("Author"))}</span>'
        if row.user_id in self._marks.editors:
            return f'<span class="mark plain">{escape(_("Team editor"))}</span>'
        return ""


def comment(row: "Row", people: People, look: Look, replies: list[str], *, is_new: bool = False) -> str:
    """One comment with the replies that were drawn for it; "" where there is nothing to be seen."""
    if row.state == State.PUBLIC:
        return _article(row, people, look, replies, "comment flash" if is_new else "comment")
    if look.moderates and row.state != State.DELETED:
        css = "comment held" if row.state == State.HELD else "comment hidden-comment"
        return _article(row, people, look, replies, css)
    if not replies:
        return ""
    said = escape(_("Deleted by its author") if row.state == State.DELETED else _("Hidden by a moderator"))
    return (
        f'<article class="comment" id="c{row.pk}">{_lock(row)}<p class="removed">{said}</p>'
        f"{_replies(row, replies)}</article>"
    )


def held_of_mine(row: "Row", people: People | None) -> str:
    """A comment that only its author and the moderators see."""
    person = people.of(row) if people else ""
    return (
        f'<article class="comment held" id="c{row.pk}"><header>{person}{_waits()}{_time(row)}</header>'
        f'<div class="body" dir="auto">{words.drawn(row.text, row.html, row.markup)}</div></article>'
    )


def _article(row: "Row", people: People, look: Look, replies: list[str], css: str) -> str:
    why, state = _lock(row), ""
    if row.state == State.HELD:
        state = _waits()
    elif row.state == State.HIDDEN:
        who = _("Hidden by flags until a moderator decides") if row.is_hidden_by_flags else _("Hidden by a moderator")
        why += f'<p class="why">{escape(who)}: <bdi>{escape(row.reason)}</bdi></p>'
    return (
        f'<article class="{css}" id="c{row.pk}">{why}<header>{people.of(row)}{state}{_time(row)}</header>'
        f'<div class="body" dir="auto">{words.drawn(row.text, row.html, row.markup)}</div>'
        f"{_tools(row, look)}{_replies(row, replies)}</article>"
    )


def _lock(row: "Row") -> str:
    """Why nothing is added to a branch, at its top alone: there the reason stands."""
    if not row.locked_reason:
        return ""
    return f'<p class="meta">{escape(_("Locked by a moderator"))}: <bdi>{escape(row.locked_reason)}</bdi></p>'


def _time(row: "Row") -> str:
    exactly = row.at.isoformat(timespec="minutes")
    return f'<a href="/talk/{row.pk}/"><time datetime="{exactly}">{escape(full_time(row.at))}</time></a>'


def _waits() -> str:
    return f'<span class="mark new">{escape(_("Waiting for a moderator"))}</span>'


def _tools(row: "Row", look: Look) -> str:
    tools = []
    if look.may_write and row.state == State.PUBLIC and row.locked_at is None and row.level + 1 < LEVELS:
        address = f"/talk/{row.pk}/reply/"
        label = escape(_("Reply to %(name)s") % {"name": row.display_name})
        # Where the form opens is said by what it answers: a thousand times fewer words.
        tools.append(
            f'<a class="button quiet" href="{address}" hx-get="{address}" aria-label="{label}">{escape(_("Reply"))}</a>'
        )
    if look.moderates:
        tools += _moderation(row)
    address = f"/talk/{row.pk}/more/"
    tools.append(f'<a class="button quiet" href="{address}" hx-get="{address}">{escape(_("More"))}</a>')
    return f"<footer>{''.join(tools)}</footer>"


def _moderation(row: "Row") -> list[str]:
    """Buttons of the one form below the thread, which holds the token: that is personal, and this is not."""
    tools = []
    if row.state == State.HELD:
        tools.append(_button(row, "approve", _("Approve")))
    if row.is_hidden_by_flags:
        tools.append(_button(row, "keep", _("Keep")))
    elif row.state == State.HIDDEN:
        tools.append(_button(row, "restore", _("Show again")))
    if row.state != State.HIDDEN or row.is_hidden_by_flags:
        tools.append(f'<a class="button quiet" href="/talk/{row.pk}/hide/">{escape(_("Hide"))}</a>')
    return tools


def _button(row: "Row", act: str, label: str) -> str:
    return f'<button class="button quiet" form="moderate" formaction="/talk/{row.pk}/{act}/">{escape(label)}</button>'


def _replies(row: "Row", replies: list[str]) -> str:
    """The replies, and the place where a new one is written."""
    place = f'<div id="reply-{row.pk}"></div>' if row.level + 1 < LEVELS else ""
    return f'<div class="replies">{"".join(replies)}{place}</div>' if place or replies else ""
