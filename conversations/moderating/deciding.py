"""Deciding about one comment: showing it, hiding it, keeping it in spite of its flags.

``seen`` is the digest of the words that whoever decides has read. What lets words out, or stands by them, raises Stale
where the comment says something else by now, and OwnWords to its writer.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Comment, Flag, ModerationRecord, State
from ..outcomes import settling
from ..refusals import Stale
from ..telling import spreading, told, verdicts
from ..writing import counting, words
from .records import (
    Action,
    as_it_stands,
    change,
    locked,
    moment_words,
    require_another,
    waiting_since,
    write_down,
)

_SHOWN = {
    "state": State.PUBLIC,
    "is_public": True,
    "is_removed": False,
    "hidden_by": None,
    "hidden_at": None,
    "hidden_reason": "",
}


@transaction.atomic
def approve(*, by: Any, comment: Comment, seen: str) -> ModerationRecord | None:
    """Show a held comment to everybody."""
    row = locked(by, comment)
    if row.state != State.HELD:
        return None
    _require_fair(by, row, seen)
    return _decide(row, by, Action.APPROVE, "", seen, **_SHOWN, shown_at=timezone.now())


@transaction.atomic
def hide(*, by: Any, comment: Comment, reason: str, seen: str = "") -> ModerationRecord | None:
    """Take a comment out of sight, with a reason that its author receives. Replies to it stay.

    Whatever it says by now: nothing gets out by that, and the record knows whether those words were seen.
    """
    reason = words.cleaned_reason(reason)
    row = locked(by, comment)
    if row.state == State.DELETED or (row.state == State.HIDDEN and not row.is_hidden_by_flags):
        return None
    settling.let_go(row, by)
    now = timezone.now()
    changes = {"state": State.HIDDEN, "is_removed": True, "hidden_by": by, "hidden_at": now, "hidden_reason": reason}
    return _decide(row, by, Action.HIDE, reason, seen, **changes)


@transaction.atomic
def restore(*, by: Any, comment: Comment, seen: str, reason: str = "") -> ModerationRecord | None:
    """Show a hidden comment again, whatever it was before."""
    row = locked(by, comment)
    if row.state != State.HIDDEN:
        return None
    if row.is_hidden_by_flags:
        return _keep(row, by, seen, reason)
    _require_fair(by, row, seen)
    # Of what was held before it was hidden, nobody has seen a word yet.
    shown_at = row.shown_at or timezone.now()
    return _decide(row, by, Action.RESTORE, words.shortened_reason(reason), seen, **_SHOWN, shown_at=shown_at)


@transaction.atomic
def keep(*, by: Any, comment: Comment, seen: str, reason: str = "") -> ModerationRecord | None:
    """Decline the flags of a comment: it stays, or is shown again."""
    row = locked(by, comment)
    return _keep(row, by, seen, reason)


def _keep(row: Comment, by: Any, seen: str, reason: str) -> ModerationRecord | None:
    is_open = row.state in (State.PUBLIC, State.HIDDEN) and (row.is_hidden_by_flags or row.flag_count)
    if not is_open:
        return None
    _require_fair(by, row, seen)
    return _decide(row, by, Action.KEEP, words.shortened_reason(reason), seen, **_SHOWN)


def _require_fair(by: Any, row: Comment, seen: str) -> None:
    """Nobody lets words out, or stands by them, that are their own, or that they have not read."""
    require_another(by, row)
    if not seen:
        raise Stale(_("Please read the words before you decide. Here they are."))
    if seen != words.digest(row.comment):
        raise Stale(_("Its author has changed the words since you read them. Please decide on what it says now."))


def hide_by_flags(row: Comment) -> ModerationRecord:
    """Enough people flagged it: out of sight until a moderator decides. The page must be locked."""
    flags = Flag.objects.filter(comment_id=row.pk, state=Flag.State.OPEN)
    reasons = sorted({flag.get_reason_display() for flag in flags})
    reason = "; ".join(reasons)
    before = as_it_stands(row)
    settling.let_go(row, None)
    change(
        row,
        state=State.HIDDEN,
        is_removed=True,
        is_hidden_by_flags=True,
        hidden_by=None,
        hidden_at=timezone.now(),
        hidden_reason=reason,
    )
    record = write_down(Action.HIDDEN_BY_FLAGS, None, row.page, comment=row, reason=reason, before=before)
    counting.recount(row.page)
    told.send(*told.of_a_decision(record, row), *verdicts.of_hiding_by_flags(record, row))
    return record


def mended(*, row: Comment, by: Any) -> None:
    """The author of a hidden comment has mended its words, which they may do once.

    What flags had hidden is back at once, and stays before the moderators; what a moderator had hidden waits for one.
    Called with the page locked, after the words changed.
    """
    if row.state != State.HIDDEN or row.mended_at is not None or row.user_id != by.pk:
        raise PermissionDenied
    before = as_it_stands(row)
    now = timezone.now()
    if row.is_hidden_by_flags:
        change(row, **_SHOWN, is_hidden_by_flags=False, mended_at=now)
    else:
        change(row, **(_SHOWN | {"state": State.HELD, "is_public": False}), shown_at=None, mended_at=now)
    record = write_down(Action.MEND, by, row.page, comment=row, before=before)
    counting.recount(row.page)
    told.send(*verdicts.of_mending(record, row))
    if row.is_shown:
        spreading.spread(row, record.pk)


def _decide(row: Comment, by: Any, action: Action, reason: str, seen: str, **changes: Any) -> ModerationRecord:
    """The change, the record, the flags, the counters, and word to those concerned."""
    before = as_it_stands(row) | {"since": moment_words(waiting_since(row)), "flag_count": row.flag_count}
    before["is_unseen"] = seen not in ("", words.digest(row.comment))
    was_hidden, was_shown = row.state == State.HIDDEN, row.is_shown
    change(row, **changes, is_hidden_by_flags=False, flag_count=0)
    record = write_down(action, by, row.page, comment=row, reason=reason, before=before)
    heard = verdicts.of_flags(record, row, _settle_flags(row, record))
    counting.recount(row.page)
    if action != Action.KEEP or was_hidden:  # of flags that came to nothing its author never hears
        heard += told.of_a_decision(record, row)
    told.send(*heard)
    if row.is_shown and not was_shown:
        spreading.spread(row, record.pk)  # the others too, if they see it for the first time
    return record


def _settle_flags(row: Comment, record: ModerationRecord) -> list[Flag]:
    """Open flags are agreed with where the comment was hidden, and declined where it stays."""
    state = Flag.State.UPHELD if record.action == Action.HIDE else Flag.State.DECLINED
    flags = list(Flag.objects.filter(comment_id=row.pk, state=Flag.State.OPEN).select_related("person"))
    Flag.objects.filter(pk__in=[flag.pk for flag in flags]).update(state=state, record=record)
    return flags


def reopened(row: Comment, record: ModerationRecord) -> list[Any]:
    """Flags that a decision had settled are open again, except of people who have flagged the comment anew. Returns
    the words to their people."""
    again = set(Flag.objects.filter(comment_id=row.pk, state=Flag.State.OPEN).values_list("person_id", flat=True))
    flags = [
        flag for flag in Flag.objects.filter(record=record).select_related("person") if flag.person_id not in again
    ]
    Flag.objects.filter(pk__in=[flag.pk for flag in flags]).update(state=Flag.State.OPEN, record=None)
    change(row, flag_count=len(again) + len(flags))
    return verdicts.of_flags(record, row, flags, is_taken_back=True)


def decided_words(record: ModerationRecord) -> str:
    """What the confirmation of a decision says."""
    said = {
        Action.APPROVE: _("The comment is shown."),
        Action.HIDE: _("The comment is hidden, and its author knows why."),
        Action.RESTORE: _("The comment is shown again."),
        Action.KEEP: _("The comment stays. Those who flagged it are told."),
    }[Action(record.action)]
    return f"{said} {_('Its author had changed the words since you read them.')}" if record.is_of_unseen_words else said
