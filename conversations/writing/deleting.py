"""Taking one's own comment back: out of sight at once, brought back for a while, and one day wiped for good."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import jobs

from ..models import Comment, CommentVersion, Mention, State
from ..outcomes import settling
from ..refusals import TooLate
from ..telling import spreading, told
from . import counting, own_words, words
from .editing import change, locked

JOB = "conversations.wipe"
_AT_ONCE = 500


@transaction.atomic
def delete(*, by: Any, comment: Comment) -> bool:
    """Take a comment out of every reader's sight. Replies stay, below a line that says so. Says whether that changed
    anything."""
    row = locked(by, comment)
    if row.state == State.DELETED:
        return False
    now = timezone.now()
    change(row, state=State.DELETED, is_removed=True, deleted_at=now, changed_at=now)
    settling.let_go(row, by)
    counting.recount(row.page)
    return True


@transaction.atomic
def bring_back(*, by: Any, comment: Comment) -> bool:
    """Undo it, by its author and for a while: the comment is again what it was, a hidden one hidden."""
    row = locked(by, comment)
    if row.state != State.DELETED:
        return False
    if not own_words.may_bring_back(by, row):
        raise TooLate(_("It is too late to bring this comment back."))
    state = _state_before(row)
    now = timezone.now()
    change(row, state=state, is_removed=state == State.HIDDEN, deleted_at=None, changed_at=now)
    counting.recount(row.page)
    if row.is_shown:
        # It may have been gone when its word was due.
        spreading.spread(row, f"back-{now:%Y%m%d%H%M%S%f}")
    return True


def _state_before(row: Comment) -> State:
    """Deleting leaves everything else on the row as it was, so it can be read from there."""
    if row.hidden_at is not None:
        return State.HIDDEN
    return State.PUBLIC if row.is_public else State.HELD


def wipe() -> int:
    """Forget the words of what was deleted long enough ago: in the comment, its history, and what people were told.
    The empty row stays where replies hang below it. Says how many there were."""
    kept = timedelta(days=settings.INTRAMURAL_DELETED_WORDS_DAYS)
    # Never while its author may still bring it back.
    before = timezone.now() - max(kept, timedelta(hours=settings.INTRAMURAL_EDIT_HOURS))
    due = Comment.objects.filter(state=State.DELETED, deleted_at__lt=before).exclude(comment="")
    count = 0
    while pks := list(due.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            CommentVersion.objects.filter(comment_id__in=pks).delete()
            Mention.objects.filter(comment_id__in=pks).delete()
            told.forget(pks)
            Comment.objects.filter(pk__in=pks).update(comment="", html="", markup=words.MARKUP)
        count += len(pks)
    return count


def register_jobs() -> None:
    jobs.register(JOB, gettext_lazy("Wipe comments deleted long ago"), timedelta(days=1), wipe)
