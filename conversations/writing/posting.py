"""Writing in a thread: who may, the comment in its place, the counters, and word to those concerned."""

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_comments.models import Comment as StoredComment

from core.access import can_view
from core.prepared import Prepared
from publishing import lifecycle
from publishing.models import Article

from ..models import LEVELS, Comment, State
from ..permissions import is_held_for, why_not
from ..refusals import AlreadyUsed, CannotReply, ThreadClosed, TooFast
from ..telling import spreading, told
from . import counting, mentions, placing, warnings, words
from .markup import Parsed

A_MINUTE = timedelta(minutes=1)
COMMENTS_A_MINUTE = 10
_KEY = re.compile(r"[\w-]{8,60}", re.ASCII)


def post_comment(
    *, by: Any, page: Article, text: str, client_key: str, reply_to: int | None = None, confirmed: str = ""
) -> Comment:
    """Write a comment, or give back the one that this form has written already.

    ``client_key`` is the form's own: sent twice, or four times at once, it makes one comment. ``confirmed`` is the
    digest of a text that was pointed out to its writer (``warnings``). Raises ValidationError for the text, ``Refused``
    for the rest, and PermissionDenied where ``by`` may not read the page.
    """
    text = words.cleaned(text)
    if not _KEY.fullmatch(client_key):
        raise AlreadyUsed(_("This form is too old. Please send it once more."))
    key = f"{by.pk}:{client_key}"
    try:
        with transaction.atomic():
            return _post(by, page, text, key, reply_to, confirmed)
    except IntegrityError:
        # The same form was sent under another page at the same moment; there the lock does not order the two.
        earlier = _sent_earlier(key, page.pk, text, reply_to)
        if earlier is None:
            raise
        return earlier


_by_key = Prepared(lambda key: Comment.objects.filter(client_key=key))
_latest_by = Prepared(
    lambda user_id: (
        StoredComment.objects.filter(user_id=user_id)
        .order_by("-submit_date")
        .values_list("submit_date", flat=True)[:COMMENTS_A_MINUTE]
    )
)


def _post(by: Any, page: Article, text: str, key: str, reply_to: int | None, confirmed: str) -> Comment:
    article = lifecycle.lock(page)
    if not article.live or not can_view(by, article):
        raise PermissionDenied
    earlier = _sent_earlier(key, article.pk, text, reply_to)
    if earlier is not None:
        return earlier
    refusal = why_not(by, article, is_writing=True)
    if refusal:
        raise ThreadClosed(refusal)
    parent = None if reply_to is None else _answered(article, reply_to)
    now = timezone.now()
    latest = _latest_by(by.pk)
    if len(latest) == COMMENTS_A_MINUTE and min(latest) > now - A_MINUTE:
        raise TooFast(_("That is ten comments in a minute. Take a breath, then send this one."))
    warnings.ask_first(text, article.team, confirmed)
    is_held = is_held_for(by, article)
    parsed = Parsed(text)
    named = mentions.look_up(article, parsed.names)
    comment = Comment(
        page=article,
        client_key=key,
        state=State.HELD if is_held else State.PUBLIC,
        comment=text,
        html=parsed.as_html(named.known),
        markup=words.MARKUP,
        user=by,
        user_name=by.display_name[:50],  # shown only once the account is gone
        content_type=ContentType.objects.get_for_model(Article),
        object_pk=str(article.pk),
        site_id=settings.SITE_ID,
        submit_date=now,
        shown_at=None if is_held else now,
        is_public=not is_held,
    )
    placing.insert(comment, parent)
    mentions.store(comment, named)
    if is_held:
        counting.change(article, held_count=F("held_count") + 1)
        told.send(*told.of_a_held_comment(comment))
    else:
        counting.change(article, comment_count=F("comment_count") + 1, last_activity=now)
        spreading.spread(comment, "written")
    return comment


def _sent_earlier(key: str, page_id: int, text: str, reply_to: int | None) -> Comment | None:
    """The comment that this form has written. Other words under its key are a new comment from an old form: refused
    rather than lost."""
    earlier: Comment | None = next(iter(_by_key(key)), None)
    if earlier is None:
        return None
    answered = None if earlier.parent_id == earlier.pk else earlier.parent_id
    if (earlier.page_id, earlier.comment, answered) != (page_id, text, reply_to):
        raise AlreadyUsed(
            _("This form has sent a comment already. Here is a fresh one with your words: send it again.")
        )
    return earlier


def _answered(article: Article, pk: int) -> Comment:
    """The comment that is answered, if it stands here for all to read and has room below."""
    parent: Comment | None = Comment.objects.shown().select_related("user").filter(page_id=article.pk, pk=pk).first()
    if parent is None:
        raise CannotReply(_("The comment that you answer is no longer there. You can send yours to the whole thread."))
    if parent.locked_at is not None:
        raise CannotReply(_("This conversation is locked: it can be read, and nothing is added below it."))
    if not placing.has_room_below(parent):
        raise CannotReply(
            _("Threads go %(levels)s levels deep. Answer the comment above this one instead.") % {"levels": LEVELS}
        )
    return parent
