"""Undoing an act: once, by those who could have done it, and as long as nothing later happened to the same thing."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from publishing import lifecycle
from publishing.models import Article
from teams.models import Team

from ..models import Comment, ModerationRecord, State
from ..outcomes import settling
from ..permissions import user_can_moderate, user_can_set_rules
from ..refusals import TooLate
from ..telling import spreading, told, verdicts
from ..writing import counting, placing
from . import banning, closing, deciding, moving
from .records import DECISIONS, Action, locked, put_back, require_another, write_down

# Acts after any of which the earlier ones about the same thing are history. The reactions of other people to an act,
# such as flags and mending, are among them.
_FAMILIES = (
    DECISIONS,
    frozenset({Action.LOCK, Action.UNLOCK}),
    frozenset({Action.MOVE}),
    frozenset({Action.CLOSE, Action.REOPEN}),
    frozenset({Action.BAN, Action.LIFT}),
)
_NOBODY_UNDOES = frozenset({Action.HIDDEN_BY_FLAGS, Action.MEND})


def is_undoable(record: ModerationRecord) -> bool:
    """Whether this is an act that can be undone at all, and is not an undoing itself. Whether it is too late, and who
    may, is asked when it is undone."""
    return record.undoes_id is None and record.by_id is not None and bool(_family(record))


@transaction.atomic
def undo(*, by: Any, record: ModerationRecord) -> ModerationRecord:
    """Put things back as they stood before an act. The undoing is a record of its own.

    Raises TooLate, with who did what since, OwnWords for a decision of somebody else about one's own comment, and
    PermissionDenied for people who could not have done it.
    """
    record = ModerationRecord.objects.select_related("comment__page__team", "page__team", "team", "person").get(
        pk=record.pk
    )
    if not is_undoable(record):
        raise TooLate(_("This cannot be undone."))
    if record.action in DECISIONS:
        return _undo_decision(by, record)
    if record.action in (Action.LOCK, Action.UNLOCK):
        return _undo_lock(by, record)
    if record.action == Action.MOVE:
        return _undo_move(by, record)
    if record.action in (Action.CLOSE, Action.REOPEN):
        return _undo_closing(by, record)
    return _undo_ban(by, record)


def _undo_decision(by: Any, record: ModerationRecord) -> ModerationRecord:
    row = locked(by, _comment_of(record))
    if record.by_id != by.pk:
        require_another(by, row)
    _refuse_if_late(record, comment_id=row.pk)
    expected = State.HIDDEN if record.action == Action.HIDE else State.PUBLIC
    if row.state != expected:
        raise TooLate(_("Its author has changed or deleted it since."))
    put_back(row, record.before)
    if not row.is_shown:
        settling.let_go(row, by)  # it may have been accepted since
    heard = deciding.reopened(row, record)
    undoing = _write_down(by, record, row.page)
    counting.recount(row.page)
    was_seen_to_change = record.before["state"] != expected
    told.send(*heard, *(verdicts.of_an_undoing(undoing, row) if was_seen_to_change else ()))
    if row.is_shown:
        spreading.spread(row, undoing.pk)
    return undoing


def _undo_lock(by: Any, record: ModerationRecord) -> ModerationRecord:
    row = locked(by, _comment_of(record))
    _refuse_if_late(record, comment_id=row.pk)
    for pks, moment, reason in record.before["locks"]:
        locked_at = None if moment is None else datetime.fromisoformat(moment)
        Comment.objects.filter(pk__in=pks).update(locked_at=locked_at, locked_reason=reason)
    if record.action == Action.UNLOCK:
        # What was answered in between is locked with the rest.
        locked_at = Comment.objects.values_list("locked_at", flat=True).get(pk=row.pk)
        Comment.objects.filter(pk__in=placing.branch_of(row), locked_at=None).update(locked_at=locked_at)
    counting.change(row.page)
    return _write_down(by, record, row.page)


def _undo_move(by: Any, record: ModerationRecord) -> ModerationRecord:
    comment = _comment_of(record)
    _refuse_if_late(record, comment_id=comment.pk)
    row = moving.put_back(by, record)
    _refuse_if_late(record, comment_id=row.pk)  # the first look was before the lock
    undoing = _write_down(by, record, row.page)
    pks = placing.branch_of(row)
    told.send(*verdicts.of_a_move(undoing, pks, comment.page, row.page))
    return undoing


def _undo_closing(by: Any, record: ModerationRecord) -> ModerationRecord:
    if record.page is None:
        raise TooLate(_("The page is gone."))
    article = lifecycle.lock(record.page)
    if not user_can_set_rules(by, article):
        raise PermissionDenied
    _refuse_if_late(record, page_id=article.pk)
    closing.put_back(article, record.before)
    return _write_down(by, record, article)


def _undo_ban(by: Any, record: ModerationRecord) -> ModerationRecord:
    if record.team is None or record.person is None:
        raise TooLate(_("The team or the person is gone."))
    team: Team = Team.objects.select_for_update(no_key=True).get(pk=record.team.pk)
    if not user_can_moderate(by, team):
        raise PermissionDenied
    _refuse_if_late(record, team_id=team.pk, person_id=record.person_id)
    is_lifted = record.action == Action.BAN
    banning.set_lifted([record.before["ban"]], is_lifted=is_lifted)
    if record.before["earlier"]:
        banning.set_lifted(record.before["earlier"], is_lifted=False)
    undoing = _write_down(by, record)
    verdicts.tell_of_an_undone_ban(undoing, record)
    return undoing


def _comment_of(record: ModerationRecord) -> Comment:
    if record.comment is None:
        raise TooLate(_("The comment is gone."))
    return record.comment


def _family(record: ModerationRecord) -> frozenset[Any]:
    if record.action in _NOBODY_UNDOES:
        return frozenset()
    return next((family for family in _FAMILIES if record.action in family), frozenset())


def _refuse_if_late(record: ModerationRecord, **same_thing: Any) -> None:
    """Called under the lock of what the act was about."""
    later = (
        ModerationRecord.objects.filter(pk__gt=record.pk, action__in=_family(record), **same_thing)
        .select_related("by")
        .order_by("pk")
        .first()
    )
    if later is None:
        return
    name = later.by.display_name if later.by is not None else _("Nobody in person")
    if later.undoes_id == record.pk:
        raise TooLate(_("%(name)s has taken this back already.") % {"name": name})
    raise TooLate(
        _("Something happened since: %(act)s, by %(name)s. Decide anew instead.")
        % {"act": later.get_action_display(), "name": name}
    )


def _write_down(by: Any, record: ModerationRecord, page: Article | None = None) -> ModerationRecord:
    """The undoing. It has the action of what it takes back, and names it."""
    if page is None:
        return ModerationRecord.objects.create(
            action=record.action, by=by, team=record.team, person=record.person, undoes=record
        )
    return write_down(Action(record.action), by, page, comment=record.comment, undoes=record)
