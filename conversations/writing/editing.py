"""Changing one's own comment: the words it had stay in its history, and what it says now is what everybody reads."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import lifecycle

from .. import moderating
from ..models import Comment, CommentVersion, State
from ..outcomes import settling
from ..permissions import is_held_for
from ..refusals import Stale, TooFast, TooLate
from ..signals import comments_changed
from ..telling import spreading, told
from . import counting, mentions, own_words, warnings, words
from .markup import Parsed

A_MINUTE = timedelta(minutes=1)
EDITS_A_MINUTE = 10


def version_of(row: Comment) -> str:
    """What somebody saw who opened this comment for editing: its words, and whether they were hidden."""
    return words.digest(f"{row.state == State.HIDDEN}:{row.comment}")


def edit(*, by: Any, comment: Comment, text: str, seen: str, confirmed: str = "") -> Comment:
    """Give a comment other words, by its author.

    ``seen`` is the version that was loaded: if another one stands there now, nothing is overwritten. A hidden comment
    is mended by the same act, once; what becomes of it then is for ``moderating`` to say. Raises ValidationError for
    the text, ``Refused`` for the rest.
    """
    text = words.cleaned(text)
    with transaction.atomic():
        row = locked(by, comment)
        refusal = own_words.why_not_edit(by, row, is_writing=True)
        if refusal:
            raise TooLate(refusal)
        if seen != version_of(row):
            raise Stale(
                _("This comment has changed since you opened it. Here is what it says now, and what you wrote.")
            )
        if text == row.comment:
            return row
        recent = CommentVersion.objects.filter(by_id=by.pk, until__gt=timezone.now() - A_MINUTE)
        if recent.count() >= EDITS_A_MINUTE:
            raise TooFast(_("That is ten edits in a minute. Take a breath, then send this one."))
        warnings.ask_first(text, row.page.team, confirmed)
        return _give_words(row, by, text)


def locked(by: Any, comment: Comment) -> Comment:
    """The comment as it stands, with its page's row locked, for its author."""
    article = lifecycle.lock(comment.page)
    row: Comment = Comment.objects.select_related("user").get(pk=comment.pk, page_id=article.pk)
    row.page = article
    if not own_words.is_own(by, row):
        raise PermissionDenied
    return row


def _give_words(row: Comment, by: Any, text: str) -> Comment:
    was_hidden, was_shown = row.state == State.HIDDEN, row.is_shown
    version = CommentVersion.objects.create(comment=row, text=row.comment, by=by)
    parsed = Parsed(text)
    named = mentions.look_up(row.page, parsed.names)
    now = timezone.now()
    changes: dict[str, Any] = {
        "comment": text,
        "html": parsed.as_html(named.known),
        "markup": words.MARKUP,
        "edited_at": now,
        "changed_at": now,
    }
    if was_shown and is_held_for(by, row.page):
        # Or whoever was let through once could say anything afterwards.
        changes |= {"state": State.HELD, "is_public": False, "shown_at": None}
    change(row, **changes)
    mentions.store(row, named)
    told.say_anew(row)
    if was_hidden:
        moderating.mended(row=row, by=by)
        return row
    counting.recount(row.page)
    if row.is_shown:
        settling.words_changed(row)
        spreading.spread(row, f"edited-{version.pk}")
    elif was_shown:
        settling.let_go(row, by)
        told.send(*told.of_a_held_comment(row))
    return row


def change(row: Comment, **changes: Any) -> None:
    Comment.objects.filter(pk=row.pk).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)
    if "state" in changes or "comment" in changes:
        comments_changed.send(sender=Comment, pks=[row.pk], is_shown=row.is_shown)
