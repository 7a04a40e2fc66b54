"""Giving comments, and what was done to them, the date of their step.

At once, and not with the diary's rows in the end: how long somebody waited is worked out from these dates.
"""

from datetime import datetime
from typing import Any

from django_comments_xtd.models import XtdComment

from conversations.models import Comment, CommentVersion, ModerationRecord
from publishing.models import Article


def date_comment(pk: int, at: datetime) -> None:
    """When it was written; unless it is held, readers see it from then on."""
    XtdComment.objects.filter(pk=pk).update(submit_date=at)
    Comment.objects.filter(pk=pk).update(changed_at=at)
    Comment.objects.filter(pk=pk, shown_at__isnull=False).update(shown_at=at)


def date_approval(pk: int, at: datetime) -> None:
    Comment.objects.filter(pk=pk).update(shown_at=at, changed_at=at)


def date_edit(pk: int, at: datetime) -> None:
    Comment.objects.filter(pk=pk).update(edited_at=at, changed_at=at)
    CommentVersion.objects.filter(comment_id=pk).update(until=at)


def date_mending(pk: int, at: datetime) -> None:
    date_edit(pk, at)
    Comment.objects.filter(pk=pk).update(mended_at=at)


def date_hiding(pk: int, at: datetime) -> None:
    Comment.objects.filter(pk=pk).update(hidden_at=at, changed_at=at)


def date_lock(record: ModerationRecord, at: datetime) -> None:
    ((pks, _moment, _reason),) = record.before["locks"]
    Comment.objects.filter(pk__in=pks).update(locked_at=at)


def date_closing(record: ModerationRecord, at: datetime) -> None:
    Article.objects.filter(pk=record.page_id).update(talk_closes_at=at)
    if record.comment_id is not None:
        date_comment(record.comment_id, at)


def date_settling(page_id: int, at: datetime) -> None:
    Article.objects.filter(pk=page_id).update(settled_at=at)


def date_before(record: ModerationRecord, **facts: Any) -> None:
    """What a record remembers of how things stood."""
    ModerationRecord.objects.filter(pk=record.pk).update(before=record.before | facts)
