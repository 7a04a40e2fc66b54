"""Moving a branch to another page, and back: its comments keep their numbers, so that links to them lead on."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import can_view
from publishing import lifecycle
from publishing.models import Article
from publishing.permissions import may_edit

from ..models import Comment, ModerationRecord, State
from ..outcomes import settling
from ..permissions import user_can_moderate
from ..refusals import CannotMove, TooLate
from ..signals import comments_changed
from ..telling import told, verdicts
from ..writing import counting, placing, words
from .records import Action, at_home, write_down


@transaction.atomic
def move(*, by: Any, comment: Comment, to: Article, reason: str) -> ModerationRecord:
    """Move a comment and everything below it to another page, where it begins a conversation of its own."""
    reason = words.cleaned_reason(reason)
    source, target = _locked_in_order(comment.page, to)
    row = at_home(comment.pk, source)
    if not can_view(by, source) or not user_can_moderate(by, row):
        raise PermissionDenied
    refusal = why_not_to(by, source, target)
    if refusal:
        raise CannotMove(refusal)
    parent = None if row.parent_id == row.pk else row.parent_id
    pks = placing.branch_of(row)
    before = {"page": source.pk, "parent": parent, "size": len(pks)}
    _carry(row, pks, target, None, by)
    record = write_down(Action.MOVE, by, target, comment=row, reason=reason, before=before)
    told.send(*verdicts.of_a_move(record, pks, source, target))
    return record


def put_back(by: Any, record: ModerationRecord) -> Comment:
    """Undo a move: the branch stands where it stood, below the comment it answered."""
    source = Article.objects.filter(pk=record.before["page"]).first()
    if source is None or record.comment is None:
        raise TooLate(_("The page it came from is gone."))
    here, home = _locked_in_order(record.comment.page, source)
    row = at_home(record.comment.pk, here)
    if not user_can_moderate(by, row) or not user_can_moderate(by, home.team) or not can_view(by, home):
        raise PermissionDenied
    pks = placing.branch_of(row)
    since = Q(edited_at__gt=record.at) | Q(submit_date__gt=record.at)
    is_other = len(pks) != record.before["size"] or Comment.objects.filter(since, pk__in=pks).exists()
    if is_other and not _is_no_wider(here, home):
        raise TooLate(_("More people would read what was written here since. Move it by hand where it may go."))
    parent = None
    if record.before["parent"] is not None:
        parent = Comment.objects.filter(pk=record.before["parent"], page_id=home.pk).first()
        if parent is None:
            raise TooLate(_("The comment that it answered is no longer on that page."))
        if not placing.fits_below(parent, row, pks):
            raise TooLate(_("Answers were written since that would stand too deep there."))
    _carry(row, pks, home, parent, by)
    if parent is not None and parent.locked_at is not None:
        Comment.objects.filter(pk__in=pks, locked_at=None).update(locked_at=parent.locked_at)
    return row


def why_not_to(by: Any, source: Article, target: Article) -> str:
    """Why a branch may not go to this page, in a sentence; "" when it may."""
    if target.pk == source.pk:
        return _("The conversation stands on this page already.")
    may = target.live and can_view(by, target) and may_edit(by, target) and user_can_moderate(by, target.team)
    if not may:
        return _("Choose a live page that you may edit, in a team whose threads you keep in order.")
    if not _is_no_wider(source, target):
        return _("More people read that page than this one: what was said here was not said to them.")
    return ""


def _is_no_wider(source: Article, target: Article) -> bool:
    return source.audience_id is None or source.audience_id == target.audience_id


def _locked_in_order(first: Article, second: Article) -> tuple[Article, Article]:
    """Both pages locked, the lower number first: two moves in opposite directions must not wait for each other."""
    rows = {page.pk: lifecycle.lock(page) for page in sorted((first, second), key=lambda page: page.pk)}
    return rows[first.pk], rows[second.pk]


def _carry(row: Comment, pks: Iterable[int], target: Article, parent: Comment | None, by: Any) -> None:
    """The tree, the facts of both pages, and what was kept about the comments by the page they stood on."""
    pks = list(pks)
    source = row.page
    for settled in Comment.objects.filter(pk__in=pks, settlements__withdrawn_at=None, settlements__isnull=False):
        settled.page = source
        settling.let_go(settled, by)
    if row.locked_at is not None and not row.locked_reason:
        # Locked from above, where the reason stays behind.
        above = Comment.objects.filter(page_id=source.pk, thread_id=row.thread_id, locked_at=row.locked_at)
        reason = above.exclude(locked_reason="").values_list("locked_reason", flat=True).first() or ""
        Comment.objects.filter(pk=row.pk).update(locked_reason=reason)
    placing.replant(row, pks, parent)
    now = timezone.now()
    Comment.objects.filter(pk__in=pks).update(page=target, object_pk=str(target.pk), changed_at=now)
    # There it is new for everybody who has been there before.
    shown = Comment.objects.filter(pk__in=pks, state=State.PUBLIC)
    shown.update(shown_at=now)
    # Its readers are others now, so nobody finds it until it is indexed as theirs.
    comments_changed.send(sender=Comment, pks=pks, is_shown=False)
    comments_changed.send(sender=Comment, pks=list(shown.values_list("pk", flat=True)), is_shown=True)
    row.page = target
    verdicts.follow_move(pks, target)
    counting.recount(source)
    counting.recount(target)
