"""For how long, and when, somebody changes or takes back what they wrote. Their own words only: nobody else's, ever."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import can_view, is_somebody

from ..models import Comment, State
from ..permissions import why_not

EDITED_STATES = (State.PUBLIC, State.HELD)


def is_own(user: Any, row: Comment) -> bool:
    """Whether it is theirs, on a page that they still read."""
    return is_somebody(user) and row.user_id == user.pk and row.page.live and can_view(user, row.page)


def may_edit(user: Any, row: Comment) -> bool:
    return is_own(user, row) and row.state in EDITED_STATES and not why_not_edit(user, row)


def may_mend(user: Any, row: Comment, *, is_writing: bool = False) -> bool:
    """What a moderator, or flags, have hidden may be put right by its author, once, where nothing is locked."""
    is_due = is_own(user, row) and row.state == State.HIDDEN and row.mended_at is None and row.locked_at is None
    return is_due and not why_not(user, row.page, is_writing=is_writing)


def may_delete(user: Any, row: Comment) -> bool:
    """At any time, also where nothing is added any more."""
    return is_own(user, row) and row.state != State.DELETED


def may_bring_back(user: Any, row: Comment) -> bool:
    return (
        is_own(user, row)
        and row.state == State.DELETED
        and bool(row.comment)
        and row.deleted_at is not None
        and _is_within_the_time(row.deleted_at)
    )


def why_not_edit(user: Any, row: Comment, *, is_writing: bool = False) -> str:
    """Why the author of a comment may not edit it now, in a sentence; "" when they may. ``is_writing`` as for
    ``permissions.why_not``."""
    if row.state == State.DELETED:
        return _("You have deleted this comment.")
    if row.locked_at is not None:
        return _("This conversation is locked: it can be read, and nothing is changed in it.")
    if row.state == State.HIDDEN:
        may = may_mend(user, row, is_writing=is_writing)
        return "" if may else _("A moderator has hidden this comment: it cannot be edited any more.")
    refusal = why_not(user, row.page, is_writing=is_writing)
    if refusal:
        return refusal
    if not _is_within_the_time(row.submit_date):
        hours = settings.INTRAMURAL_EDIT_HOURS
        return ngettext(
            "A comment can be edited for %(count)s hour. Answer it to add something.",
            "A comment can be edited for %(count)s hours. Answer it to add something.",
            hours,
        ) % {"count": hours}
    return ""


def _is_within_the_time(since: datetime) -> bool:
    return timezone.now() - since < timedelta(hours=settings.INTRAMURAL_EDIT_HOURS)
