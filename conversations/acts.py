"""What somebody may do with one comment, beyond answering it.

The thread is drawn for everybody alike, so it holds one link, *More*; what stands behind it is asked for one person
and one comment when the link is followed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import LEVELS, Comment, State
from .moderating.flagging import may_flag
from .permissions import may_accept_answers, may_let_out, may_record_outcome, user_can_moderate, why_not
from .writing.own_words import may_delete, may_edit, may_mend

Question = Callable[[Any, Comment], bool]


@dataclass(frozen=True)
class Act:
    """One thing to do. ``view`` is its address within this app, given the comment's number.

    ``asks`` leads to a page that asks first, or asks in place; the others act at a click, by POST. Deciding asks: the
    words that stand in the page where this is offered may be older than the offer.
    """

    view: str
    label: str | Promise
    icon: str
    is_offered: Question
    asks: bool = True
    opens_here: bool = False  # a form that takes a place in the thread
    is_danger: bool = False


@dataclass(frozen=True)
class Offered:
    """An act with the address for one comment."""

    act: Act
    address: str


def _may_answer(user: Any, row: Comment) -> bool:
    return row.is_shown and row.locked_at is None and row.level + 1 < LEVELS and not why_not(user, row.page)


def _may_approve(user: Any, row: Comment) -> bool:
    return row.state == State.HELD and may_let_out(user, row)


def _may_hide(user: Any, row: Comment) -> bool:
    is_there = row.state in (State.PUBLIC, State.HELD) or (row.state == State.HIDDEN and row.is_hidden_by_flags)
    return is_there and user_can_moderate(user, row)


def _may_restore(user: Any, row: Comment) -> bool:
    return row.state == State.HIDDEN and not row.is_hidden_by_flags and may_let_out(user, row)


def _may_keep(user: Any, row: Comment) -> bool:
    is_flagged = row.is_hidden_by_flags or (row.is_shown and row.flag_count > 0)
    return is_flagged and may_let_out(user, row)


def _may_flag(user: Any, row: Comment) -> bool:
    return may_flag(user, row) and not user_can_moderate(user, row)


def _may_lock(user: Any, row: Comment) -> bool:
    return row.locked_at is None and user_can_moderate(user, row)


def _may_unlock(user: Any, row: Comment) -> bool:
    return row.locked_at is not None and user_can_moderate(user, row)


def _may_ban(user: Any, row: Comment) -> bool:
    if row.user is None or row.user_id == user.pk or not user_can_moderate(user, row):
        return False
    return not user_can_moderate(row.user, row)


def _may_moderate(user: Any, row: Comment) -> bool:
    return user_can_moderate(user, row)


def _may_edit(user: Any, row: Comment) -> bool:
    return may_edit(user, row) or may_mend(user, row)


def _has_history(user: Any, row: Comment) -> bool:
    return row.edited_at is not None and user_can_moderate(user, row)


def _may_accept(user: Any, row: Comment) -> bool:
    is_accepted = row.page.settled_at is not None and row.settlements.counting().accepted_answers().exists()
    return row.is_shown and not is_accepted and may_accept_answers(user, row.page)


def _may_rest_outcome(user: Any, row: Comment) -> bool:
    return row.is_shown and may_record_outcome(user, row.page)


# In the order in which they are shown.
ACTS = (
    Act("reply", _("Reply"), "reply", _may_answer, opens_here=True),
    Act("edit", _("Edit"), "pen", _may_edit, opens_here=True),
    Act("delete", _("Delete"), "trash", may_delete, is_danger=True),
    Act("flag", _("Flag"), "flag", _may_flag, opens_here=True),
    Act("accept", _("Accept as answer"), "answer", _may_accept, asks=False),
    Act("rest_outcome", _("Record an outcome that rests on this"), "answer", _may_rest_outcome),
    Act("history", _("History"), "clock", _has_history),
    Act("approve", _("Approve"), "check", _may_approve),
    Act("restore", _("Show again"), "undo", _may_restore),
    Act("keep", _("Keep"), "check", _may_keep),
    Act("hide", _("Hide"), "shield", _may_hide, is_danger=True),
    Act("lock", _("Lock"), "lock", _may_lock),
    Act("unlock", _("Unlock"), "lock", _may_unlock, asks=False),
    Act("move", _("Move"), "arrow-right", _may_moderate),
    Act("ban", _("Ban"), "door", _may_ban, is_danger=True),
    Act("record", _("Flags and decisions"), "clock", _may_moderate),
)


def offered(user: Any, row: Comment) -> list[Offered]:
    """What ``user`` may do with this comment now, with the addresses to do it at."""
    return [
        Offered(act, reverse(f"conversations:{act.view}", args=[row.pk])) for act in ACTS if act.is_offered(user, row)
    ]
