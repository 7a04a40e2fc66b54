"""Where a comment stands in its thread.

The package's columns are kept as it defines them: a thread is a root and everything below it; ``order`` counts through
it depth first, oldest first; ``nested_count`` counts what hangs below. Unlike the package we never write before the
place is known, and only with the page's row locked: two replies at once would get the same place.
"""

from django.db.models import F, Max, Min
from django_comments_xtd.models import XtdComment

from ..models import LEVELS, Comment
from ..signals import comments_changed


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
        _say_so(comment)
        return
    comment.thread_id, comment.parent_id, comment.level = parent.thread_id, parent.pk, parent.level + 1
    comment.order = _make_room_after(parent)
    comment.save()
    XtdComment.norel_objects.filter(pk__in=_with_above(parent)).update(nested_count=F("nested_count") + 1)
    _say_so(comment)


def _say_so(comment: Comment) -> None:
    if comment.is_shown:
        comments_changed.send(sender=Comment, pks=[comment.pk], is_shown=True)


def _make_room_after(parent: Comment) -> int:
    """The place behind everything that hangs below ``parent``; what stands from there on moves by one."""
    thread = XtdComment.norel_objects.filter(thread_id=parent.thread_id)
    behind = _behind(parent)
    if behind is None:
        return int(thread.aggregate(last=Max("order"))["last"]) + 1
    thread.filter(order__gte=behind).update(order=F("order") + 1)
    return behind


def branch_of(comment: Comment) -> list[int]:
    """The numbers of a comment and of everything below it, in order. The page must be locked, the comment fresh."""
    rows = XtdComment.norel_objects.filter(thread_id=comment.thread_id, order__gte=comment.order)
    behind = _behind(comment)
    if behind is not None:
        rows = rows.filter(order__lt=behind)
    return list(rows.order_by("order").values_list("pk", flat=True))


def fits_below(parent: Comment, comment: Comment, pks: list[int]) -> bool:
    """Whether a branch may hang below ``parent`` without going too deep."""
    deepest = XtdComment.norel_objects.filter(pk__in=pks).aggregate(last=Max("level"))["last"]
    return bool(parent.level + 1 + deepest - comment.level < LEVELS)


def replant(comment: Comment, pks: list[int], parent: Comment | None) -> None:
    """Take a branch out of its thread, and make it a thread of its own or hang it below ``parent``.

    Both pages must be locked; ``comment`` is the branch's top as it stands, ``pks`` are all of it.
    """
    size = len(pks)
    rows = XtdComment.norel_objects
    rows.filter(pk__in=_above(comment)).update(nested_count=F("nested_count") - size)
    # Out of the way first: a place that is given back must not be taken by one that still stands in it.
    rows.filter(pk__in=pks).update(thread_id=comment.pk)
    if comment.thread_id != comment.pk:
        rows.filter(thread_id=comment.thread_id, order__gt=comment.order).update(order=F("order") - size)
    thread_id, level, order, parent_id = comment.pk, 0, 1, comment.pk
    if parent is not None:
        thread_id, level, parent_id = parent.thread_id, parent.level + 1, parent.pk
        order = _make_room_for(parent, comment.pk, size)
        rows.filter(pk__in=_with_above(parent)).update(nested_count=F("nested_count") + size)
    rows.filter(pk__in=pks).update(
        thread_id=thread_id, level=F("level") + (level - comment.level), order=F("order") + (order - comment.order)
    )
    rows.filter(pk=comment.pk).update(parent_id=parent_id)
    comment.thread_id, comment.level, comment.order, comment.parent_id = thread_id, level, order, parent_id


def _above(comment: Comment) -> set[int]:
    if comment.parent_id == comment.pk:
        return set()
    return _with_above(Comment.objects.get(pk=comment.parent_id))


def _with_above(parent: Comment) -> set[int]:
    """A comment that has replies, and what stands above it. With four levels these are all: itself, what it answers,
    and the root."""
    return {parent.pk, parent.parent_id, parent.thread_id}


def _make_room_for(parent: Comment, pk: int, size: int) -> int:
    """The place of an old comment among the replies of ``parent``: before the first that is younger."""
    thread = XtdComment.norel_objects.filter(thread_id=parent.thread_id)
    younger = thread.filter(parent_id=parent.pk, level=parent.level + 1, pk__gt=pk).aggregate(place=Min("order"))
    place = younger["place"]
    if place is None:
        place = _behind(parent)
    if place is None:
        return int(thread.aggregate(last=Max("order"))["last"]) + 1
    thread.filter(order__gte=place).update(order=F("order") + size)
    return int(place)


def _behind(comment: Comment) -> int | None:
    """Where the first comment stands that is not below this one."""
    later = XtdComment.norel_objects.filter(
        thread_id=comment.thread_id, order__gt=comment.order, level__lte=comment.level
    )
    place: int | None = later.aggregate(place=Min("order"))["place"]
    return place
