"""Keeping a thread in order: the change, the record of it, and word to those concerned."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.access import can_view
from publishing import lifecycle

from . import counting, settling, told, words
from .models import Comment, ModerationRecord, State
from .permissions import user_can_moderate


@transaction.atomic
def approve(*, by: Any, comment: Comment) -> bool:
    """Show a held comment to everybody. Says whether that changed anything: doing it twice is doing it once."""
    row = _locked(by, comment)
    if row.state != State.HELD:
        return False
    _change(row, state=State.PUBLIC, is_public=True, shown_at=timezone.now())
    _decided(row, ModerationRecord.Action.APPROVE, by)
    return True


@transaction.atomic
def hide(*, by: Any, comment: Comment, reason: str) -> bool:
    """Take a comment out of sight, with a reason that its author receives. Replies to it stay."""
    reason = words.cleaned_reason(reason)
    row = _locked(by, comment)
    if row.state == State.HIDDEN:
        return False
    now = timezone.now()
    _change(row, state=State.HIDDEN, is_removed=True, hidden_by=by, hidden_at=now, hidden_reason=reason)
    settling.let_go(row, by)
    _decided(row, ModerationRecord.Action.HIDE, by, reason)
    return True


@transaction.atomic
def restore(*, by: Any, comment: Comment, reason: str = "") -> bool:
    """Show a hidden comment again, whatever it was before."""
    row = _locked(by, comment)
    if row.state != State.HIDDEN:
        return False
    _change(row, state=State.PUBLIC, is_public=True, is_removed=False, hidden_by=None, hidden_at=None, hidden_reason="")
    _decided(row, ModerationRecord.Action.RESTORE, by, " ".join(reason.split())[: words.LONGEST_REASON])
    return True


def _locked(by: Any, comment: Comment) -> Comment:
    """The comment as it stands, with its page's row locked, for somebody who may moderate it."""
    article = lifecycle.lock(comment.page)
    row: Comment = Comment.objects.select_related("user").get(pk=comment.pk, page_id=article.pk)
    row.page = article
    if not can_view(by, article) or not user_can_moderate(by, row):
        raise PermissionDenied
    return row


def _change(row: Comment, **changes: Any) -> None:
    Comment.objects.filter(pk=row.pk).update(changed_at=timezone.now(), **changes)
    for name, value in changes.items():
        setattr(row, name, value)


def _decided(row: Comment, action: ModerationRecord.Action, by: Any, reason: str = "") -> None:
    """The record, the counters, and word to the author; to the others too, if they see it for the first time."""
    record = ModerationRecord.objects.create(comment=row, action=action, by=by, reason=reason)
    counting.recount(row.page)
    heard = told.of_a_decision(record, row)
    if row.state == State.PUBLIC:
        answered = None if row.parent_id == row.pk else row.parent_id
        parent = Comment.objects.select_related("user").filter(pk=answered).first()
        heard += told.of_a_new_comment(row, parent)
    told.send(*heard)
