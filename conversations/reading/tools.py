"""What stands under a comment: answering, reacting, settling, moderating, and the way to the rest.

Nothing here belongs to a person. Buttons are those of forms that stand once on the page and hold the token.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.translation import gettext as _

from ..models import LEVELS, Reaction, State
from ..writing import words

if TYPE_CHECKING:
    from .thread import Row


@dataclass(frozen=True)
class Look:
    """For whom a thread is drawn: four questions, and never a person."""

    moderates: bool
    may_write: bool
    may_react: bool = True
    may_accept: bool = False

    @property
    def key(self) -> str:
        asked = zip("mwra", (self.moderates, self.may_write, self.may_react, self.may_accept), strict=True)
        return "".join(letter if answer else "-" for letter, answer in asked)


class Tools:
    """The tools of one thread; their words are looked up once and not for each comment."""

    def __init__(self, look: Look, accepted: int | None = None) -> None:
        self._look = look
        self._accepted = accepted
        self._reply = escape(_("Reply"))
        self._reply_to = _("Reply to %(name)s")
        self._more = escape(_("More"))
        self._who = escape(_("Who"))
        self._accept = escape(_("Accept as answer"))
        self._approve = escape(_("Approve"))
        self._restore = escape(_("Show again"))
        self._keep = escape(_("Keep"))
        self._hide = escape(_("Hide"))
        self._kinds = [(str(kind.value), escape(kind.label)) for kind in Reaction.Kind]

    def before(self, row: "Row") -> str:
        """What is always in sight: answering, and the way to the rest, asked for one person and one comment."""
        if row.state != State.PUBLIC:
            return ""
        return self._answering(row) + more(row.pk, self._more)

    def _answering(self, row: "Row") -> str:
        is_open = row.locked_at is None and row.level + 1 < LEVELS
        if not self._look.may_write or not is_open:
            return ""
        address = f"/talk/{row.pk}/reply/"
        label = escape(self._reply_to % {"name": row.display_name})
        # Where the form opens is said by what it answers: a thousand times fewer words.
        return f'<a class="button quiet" href="{address}" hx-get="{address}" aria-label="{label}">{self._reply}</a>'

    def reactions(self, row: "Row") -> str:
        """The few words that need no comment, with how many said them; whose they are is put in for each reader."""
        if row.state != State.PUBLIC:
            return ""
        counts = (row.used, row.agree, row.thanks)
        drawn = "".join(
            self._reaction(row.pk, kind, f"{label} · {count}" if count else label, count)
            for (kind, label), count in zip(self._kinds, counts, strict=True)
        )
        if any(counts):
            address = f"/talk/{row.pk}/reactions/"
            drawn += f'<a href="{address}" hx-get="{address}">{self._who}</a>'
        return f'<span class="react">{drawn}</span>' if drawn else ""

    def _reaction(self, pk: int, kind: str, label: str, count: int) -> str:
        if not self._look.may_react:
            return f"<span>{label}</span>" if count else ""
        return f'<button form="act" formaction="/talk/{pk}/react/{kind}/" aria-pressed="false">{label}</button>'

    def after(self, row: "Row") -> str:
        """Settling and moderating. What has to be decided comes before the rest."""
        tools = []
        if self._look.may_accept and row.state == State.PUBLIC and row.pk != self._accepted:
            tools.append(_button("act", row.pk, "accept", self._accept))
        if self._look.moderates:
            if row.state == State.HELD:
                tools.append(self._decision(row, "approve", self._approve))
            if row.is_hidden_by_flags:
                tools.append(self._decision(row, "keep", self._keep))
            elif row.state == State.HIDDEN:
                tools.append(self._decision(row, "restore", self._restore))
            if row.state != State.HIDDEN or row.is_hidden_by_flags:
                tools.append(f'<a class="button quiet" href="/talk/{row.pk}/hide/">{self._hide}</a>')
        if row.state != State.PUBLIC:
            tools.append(more(row.pk, self._more))
        return "".join(tools)

    @staticmethod
    def _decision(row: "Row", act: str, label: str) -> str:
        """The button says which words stand above it."""
        return _button("moderate", row.pk, act, label, f' name="seen" value="{words.digest(row.text)}"')


def _button(form: str, pk: int, act: str, label: str, more: str = "") -> str:
    return f'<button class="button quiet" form="{form}" formaction="/talk/{pk}/{act}/"{more}>{label}</button>'


def more(pk: int, label: str = "") -> str:
    """The way to everything that somebody may do with a comment, asked for them when they follow it."""
    address = f"/talk/{pk}/more/"
    return f'<a class="button quiet" href="{address}" hx-get="{address}">{label or escape(_("More"))}</a>'
