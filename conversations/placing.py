"""Where a comment stands in its thread.

The package's columns are kept as it defines them: a thread is a root and everything below it; ``order`` counts through
it depth first, oldest first; ``nested_count`` counts what hangs below. Unlike the package we never write before the
place is known, and only with the page's row locked: two replies at once would get the same place.
"""

from django.db.models import F, Max, Min
from django_comments_xtd.models import XtdComment

from .models import LEVELS, Comment


def has_room_below(comment: Comment) -> bool:
    return comment.level + 1 < LEVELS


def insert(comment: Comment, parent: Comment | None) -> None:
    """Store a new comment at the end of its parent's replies, or as a root. The page must be locked."""
    if parent is None:
        comment.level, comment.order = 0, 1
        comment.save()
        # A root names itself, which it can only once it has a number.
        comment.thread_id = comment.parent_id = comment.pk
        XtdComment.norel_objects.filter(pk=comment.pk).update(thread_id=comment.pk, parent_id=comment.pk)
        return
    comment.thread_id, comment.parent_id, comment.level = parent.thread_id, parent.pk, parent.level + 1
    comment.order = _make_room_after(parent)
    comment.save()
    # With four levels these are all that stand above: the parent, its parent, and the root.
    above = {parent.pk, parent.parent_id, parent.thread_id}
    XtdComment.norel_objects.filter(pk__in=above).update(nested_count=F("nested_count") + 1)


def _make_room_after(parent: Comment) -> int:
    """The place behind everything that hangs below ``parent``; what stands from there on moves by one."""
    thread = XtdComment.norel_objects.filter(thread_id=parent.thread_id)
    behind = thread.filter(order__gt=parent.order, level__lte=parent.level).aggregate(place=Min("order"))["place"]
    if behind is None:
        return int(thread.aggregate(last=Max("order"))["last"]) + 1
    thread.filter(order__gte=behind).update(order=F("order") + 1)
    return int(behind)
