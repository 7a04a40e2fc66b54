"""What every act shares: the row as it stands under its page's lock, and the record of what was done."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import can_view
from publishing import lifecycle
from publishing.models import Article

from ..models import Comment, Flag, ModerationRecord, State
from ..permissions import user_can_moderate
from ..refusals import Elsewhere, OwnWords
from ..signals import comments_changed

Action = ModerationRecord.Action

# What a decision changes of a comment, and what is put back when it is undone.
_STANDING = (
    "state", "is_public", "is_removed", "hidden_by_id", "hidden_at", "hidden_reason", "is_hidden_by_flags", "shown_at",
)  # fmt: skip
_MOMENTS = frozenset({"hidden_at", "shown_at"})


def locked(by: Any, comment: Comment) -> Comment:
    """The comment as it stands, with its page's row locked, for somebody who may moderate it."""
    article = lifecycle.lock(comment.page)
    row = at_home(comment.pk, article)
    if not can_view(by, article) or not user_can_moderate(by, row):
        raise PermissionDenied
    return row


def require_another(by: Any, row: Comment) -> None:
    """Nobody is the judge of their own words, whatever role they hold."""
    if row.user_id == by.pk:
        raise OwnWords(_("You wrote this, so another moderator decides whether it stands."))


def at_home(pk: int, article: Article) -> Comment:
    """A comment of a locked page. Raises Elsewhere where it was moved or deleted a moment ago."""
    row: Comment | None = Comment.objects.select_related("user").filter(pk=pk, page_id=article.pk).first()
    if row is None:
        raise Elsewhere(_("Somebody has just moved this comment to another page. Open it again."))
    row.page = article
    return row


def change(row: Comment, **changes: Any) -> None:
    Comment.objects.filter(pk=row.pk).update(changed_at=timezone.now(), **changes)
    for name, value in changes.items():
        setattr(row, name, value)
    if "state" in changes or "comment" in changes:
        comments_changed.send(sender=Comment, pks=[row.pk], is_shown=row.is_shown)


def write_down(
    action: Action,
    by: Any,
    article: Article,
    *,
    comment: Comment | None = None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    undoes: ModerationRecord | None = None,
) -> ModerationRecord:
    """The record of an act on a page or one of its comments."""
    return ModerationRecord.objects.create(
        action=action,
        by=by,
        page=article,
        team=article.team,
        comment=comment,
        person_id=comment.user_id if comment is not None else None,
        reason=reason,
        before=before or {},
        undoes=undoes,
    )


def as_it_stands(row: Comment) -> dict[str, Any]:
    """What ``put_back`` needs."""
    return {name: moment_words(getattr(row, name)) for name in _STANDING}


def put_back(row: Comment, before: dict[str, Any]) -> None:
    values = {name: before.get(name) for name in _STANDING}
    change(row, **{name: _moment(value) if name in _MOMENTS else value for name, value in values.items()})


def moment_words(value: Any) -> Any:
    """JSON knows no moments."""
    return value.isoformat() if isinstance(value, datetime) else value


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def waiting_since(row: Comment) -> datetime | None:
    """Since when somebody has been waiting for a decision about this comment; None where nobody was."""
    found = Flag.objects.filter(comment_id=row.pk, state=Flag.State.OPEN).aggregate(first=Min("at"))["first"]
    held: datetime | None = (row.mended_at or row.submit_date) if row.state == State.HELD else None
    return min((each for each in (found, held) if each is not None), default=None)


def last_word(comment: Comment) -> str:
    """Who decided about a comment last, and what: for whoever comes second."""
    record = (
        ModerationRecord.objects.filter(comment_id=comment.pk, action__in=DECISIONS)
        .select_related("by")
        .order_by("-pk")
        .first()
    )
    return _("There is nothing left to decide.") if record is None else sentence(record)


DECISIONS = frozenset({Action.APPROVE, Action.HIDE, Action.RESTORE, Action.KEEP, Action.HIDDEN_BY_FLAGS, Action.MEND})


def sentence(record: ModerationRecord) -> str:
    """One record as something that somebody hears."""
    name = record.by.display_name if record.by is not None else _("Nobody in person")
    if record.undoes_id is not None:
        said = _("%(name)s has taken this back: %(act)s.")
    elif record.reason:
        said = _("%(name)s was here before you: %(act)s, because “%(reason)s”.")
    else:
        said = _("%(name)s was here before you: %(act)s.")
    return said % {"name": name, "act": record.get_action_display(), "reason": record.reason}
