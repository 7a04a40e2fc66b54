"""Locking a branch: it can be read, and nothing is added below it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ..models import Comment, ModerationRecord
from ..writing import counting, placing, words
from .records import Action, locked, moment_words, write_down


@transaction.atomic
def lock(*, by: Any, comment: Comment, reason: str) -> ModerationRecord | None:
    """Lock a comment and everything below it. The reason stands at its top, where readers see it.

    What was locked inside before keeps its own reason and moment.
    """
    reason = words.cleaned_reason(reason)
    row = locked(by, comment)
    if row.locked_at is not None:
        return None
    branch = Comment.objects.filter(pk__in=placing.branch_of(row), locked_at=None)
    pks = list(branch.values_list("pk", flat=True))
    Comment.objects.filter(pk__in=pks).update(locked_at=timezone.now())
    Comment.objects.filter(pk=row.pk).update(locked_reason=reason)
    counting.change(row.page)
    return write_down(Action.LOCK, by, row.page, comment=row, reason=reason, before={"locks": [[pks, None, ""]]})


@transaction.atomic
def unlock(*, by: Any, comment: Comment) -> ModerationRecord | None:
    """Open a locked branch again, with all that was locked inside it."""
    row = locked(by, comment)
    if row.locked_at is None:
        return None
    branch = Comment.objects.filter(pk__in=placing.branch_of(row), locked_at__isnull=False)
    locks = [
        [[pk], moment_words(moment), reason]
        for pk, moment, reason in branch.values_list("pk", "locked_at", "locked_reason")
    ]
    Comment.objects.filter(pk__in=[pk for pks, _moment, _reason in locks for pk in pks]).update(
        locked_at=None, locked_reason=""
    )
    counting.change(row.page)
    return write_down(Action.UNLOCK, by, row.page, comment=row, before={"locks": locks})
