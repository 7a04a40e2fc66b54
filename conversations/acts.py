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
from .permissions import may_accept_answers, may_record_outcome, user_can_moderate, why_not

Question = Callable[[Any, Comment], bool]


@dataclass(frozen=True)
class Act:
    """One thing to do. ``view`` is its address within this app, given the comment's number.

    ``asks`` leads to a page that asks first; the others act at a click, by POST.
    """

    view: str
    label: str | Promise
    icon: str
    is_offered: Question
    asks: bool = True
    is_danger: bool = False


@dataclass(frozen=True)
class Offered:
    """An act with the address for one comment."""

    act: Act
    address: str


def _may_answer(user: Any, row: Comment) -> bool:
    return row.is_shown and row.locked_at is None and row.level + 1 < LEVELS and not why_not(user, row.page)


def _may_approve(user: Any, row: Comment) -> bool:
    return row.state == State.HELD and user_can_moderate(user, row)


def _may_hide(user: Any, row: Comment) -> bool:
    return row.state in (State.PUBLIC, State.HELD) and user_can_moderate(user, row)


def _may_restore(user: Any, row: Comment) -> bool:
    return row.state == State.HIDDEN and user_can_moderate(user, row)


def _may_accept(user: Any, row: Comment) -> bool:
    is_accepted = row.page.settled_at is not None and row.settlements.counting().accepted_answers().exists()
    return row.is_shown and not is_accepted and may_accept_answers(user, row.page)


def _may_rest_outcome(user: Any, row: Comment) -> bool:
    return row.is_shown and may_record_outcome(user, row.page)


# In the order in which they are shown.
ACTS = (
    Act("reply", _("Reply"), "reply", _may_answer),
    Act("accept", _("Accept as answer"), "answer", _may_accept, asks=False),
    Act("rest_outcome", _("Record an outcome that rests on this"), "answer", _may_rest_outcome),
    Act("approve", _("Approve"), "check", _may_approve, asks=False),
    Act("restore", _("Show again"), "undo", _may_restore, asks=False),
    Act("hide", _("Hide"), "shield", _may_hide, is_danger=True),
)


def offered(user: Any, row: Comment) -> list[Offered]:
    """What ``user`` may do with this comment now, with the addresses to do it at."""
    return [
        Offered(act, reverse(f"conversations:{act.view}", args=[row.pk])) for act in ACTS if act.is_offered(user, row)
    ]
