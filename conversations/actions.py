"""Writing in a thread and keeping it in order: who may, the change, the record, and word to those concerned."""

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import can_view
from publishing import lifecycle
from publishing.models import Article
from teams.models import Team

from . import placing, told, words
from .models import LEVELS, Comment, ModerationRecord, State
from .permissions import is_held_for, user_can_moderate, why_not

A_MINUTE = timedelta(minutes=1)
COMMENTS_A_MINUTE = 10
_KEY = re.compile(r"[\w-]{8,60}", re.ASCII)


class Refused(Exception):  # noqa: N818 - it is the answer to the writer, and no error of ours
    """A comment that is not taken, with the sentence for its writer. Nothing was written."""


class ThreadClosed(Refused):
    """This person may read here, and not write."""


class CannotReply(Refused):
    """What was answered to is gone, hidden, elsewhere, or too deep."""


class TooFast(Refused):
    """More than ten comments in a minute."""


class AlreadyUsed(Refused):
    """The form was sent before, with other words."""


def post_comment(*, by: Any, page: Article, text: str, client_key: str, reply_to: int | None = None) -> Comment:
    """Write a comment, or give back the one that this form has written already.

    ``client_key`` is the form's own: sent twice, or four times at once, it makes one comment. Raises ValidationError
    for the text, ``Refused`` for the rest, and PermissionDenied where ``by`` may not read the page.
    """
    text = words.cleaned(text)
    if not _KEY.fullmatch(client_key):
        raise AlreadyUsed(_("This form is too old. Please send it once more."))
    key = f"{by.pk}:{client_key}"
    try:
        with transaction.atomic():
            return _post(by, page, text, key, reply_to)
    except IntegrityError:
        # The same form was sent under another page at the same moment; there the lock does not order the two.
        earlier = _sent_earlier(key, page.pk, text, reply_to)
        if earlier is None:
            raise
        return earlier


def _post(by: Any, page: Article, text: str, key: str, reply_to: int | None) -> Comment:
    article = lifecycle.lock(page)
    if not article.live or not can_view(by, article):
        raise PermissionDenied
    earlier = _sent_earlier(key, article.pk, text, reply_to)
    if earlier is not None:
        return earlier
    refusal = why_not(by, article)
    if refusal:
        raise ThreadClosed(refusal)
    parent = None if reply_to is None else _answered(article, reply_to)
    now = timezone.now()
    if Comment.objects.filter(user_id=by.pk, submit_date__gt=now - A_MINUTE).count() >= COMMENTS_A_MINUTE:
        raise TooFast(_("That is ten comments in a minute. Take a breath, then send this one."))
    is_held = is_held_for(by, article)
    comment = Comment(
        page=article,
        client_key=key,
        state=State.HELD if is_held else State.PUBLIC,
        comment=text,
        user=by,
        user_name=by.display_name[:50],  # shown only once the account is gone
        content_type=ContentType.objects.get_for_model(Article),
        object_pk=str(article.pk),
        site_id=settings.SITE_ID,
        submit_date=now,
        is_public=not is_held,
    )
    placing.insert(comment, parent)
    if is_held:
        _count(article, held_count=F("held_count") + 1)
        told.send(*told.of_a_held_comment(comment))
    else:
        _count(article, comment_count=F("comment_count") + 1, last_activity=now)
        told.send(*told.of_a_new_comment(comment, parent))
    return comment


def _sent_earlier(key: str, page_id: int, text: str, reply_to: int | None) -> Comment | None:
    """The comment that this form has written. Other words under its key are a new comment from an old form: refused
    rather than lost."""
    earlier: Comment | None = Comment.objects.filter(client_key=key).first()
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
    if not placing.has_room_below(parent):
        raise CannotReply(
            _("Threads go %(levels)s levels deep. Answer the comment above this one instead.") % {"levels": LEVELS}
        )
    return parent


def _count(article: Article, **changes: Any) -> None:
    Article.objects.filter(pk=article.pk).update(thread_version=F("thread_version") + 1, **changes)


# --- Moderation -------------------------------------------------------------------------------------------------------


@transaction.atomic
def approve(*, by: Any, comment: Comment) -> bool:
    """Show a held comment to everybody. Says whether that changed anything: doing it twice is doing it once."""
    row = _locked(by, comment)
    if row.state != State.HELD:
        return False
    _change(row, state=State.PUBLIC, is_public=True)
    _decided(row, ModerationRecord.Action.APPROVE, by)
    return True


@transaction.atomic
def hide(*, by: Any, comment: Comment, reason: str) -> bool:
    """Take a comment out of sight, with a reason that its author receives. Replies to it stay."""
    reason = words.cleaned_reason(reason)
    row = _locked(by, comment)
    if row.state == State.HIDDEN:
        return False
    now = timezone.now()
    _change(row, state=State.HIDDEN, is_removed=True, hidden_by=by, hidden_at=now, hidden_reason=reason)
    _decided(row, ModerationRecord.Action.HIDE, by, reason)
    return True


@transaction.atomic
def restore(*, by: Any, comment: Comment, reason: str = "") -> bool:
    """Show a hidden comment again, whatever it was before."""
    row = _locked(by, comment)
    if row.state != State.HIDDEN:
        return False
    _change(row, state=State.PUBLIC, is_public=True, is_removed=False, hidden_by=None, hidden_at=None, hidden_reason="")
    _decided(row, ModerationRecord.Action.RESTORE, by, " ".join(reason.split())[: words.LONGEST_REASON])
    return True


def recount(article: Article) -> None:
    """Set an article's counters to what its thread holds. Also for whoever writes comments in bulk."""
    found = Comment.objects.filter(page_id=article.pk).aggregate(
        shown=Count("pk", filter=Q(state=State.PUBLIC)),
        held=Count("pk", filter=Q(state=State.HELD)),
        last=Max("submit_date", filter=Q(state=State.PUBLIC)),
    )
    facts = {"comment_count": found["shown"], "held_count": found["held"]}
    last = max((each for each in (found["last"], article.published) if each is not None), default=None)
    _count(article, last_activity=last, **facts)


def _locked(by: Any, comment: Comment) -> Comment:
    """The comment as it stands, with its page's row locked, for somebody who may moderate it."""
    article = lifecycle.lock(comment.page)
    row: Comment = Comment.objects.select_related("user").get(pk=comment.pk, page_id=article.pk)
    row.page = article
    if not can_view(by, article) or not user_can_moderate(by, row):
        raise PermissionDenied
    return row


def _change(row: Comment, **changes: Any) -> None:
    Comment.objects.filter(pk=row.pk).update(changed_at=timezone.now(), **changes)
    for name, value in changes.items():
        setattr(row, name, value)


def _decided(row: Comment, action: ModerationRecord.Action, by: Any, reason: str = "") -> None:
    """The record, the counters, and word to the author; to the others too, if they see it for the first time."""
    record = ModerationRecord.objects.create(comment=row, action=action, by=by, reason=reason)
    recount(row.page)
    heard = told.of_a_decision(record, row)
    if row.state == State.PUBLIC:
        answered = None if row.parent_id == row.pk else row.parent_id
        parent = Comment.objects.select_related("user").filter(pk=answered).first()
        heard += told.of_a_new_comment(row, parent)
    told.send(*heard)


def redraw_marks(*, team: Team, person: Any) -> None:
    """Somebody's role changed: threads where they wrote, and are marked as an editor or no longer, are drawn anew."""
    talked_in = Comment.objects.filter(user_id=person.pk, page__team_id=team.pk).order_by().values("page_id")
    Article.objects.filter(pk__in=talked_in).update(thread_version=F("thread_version") + 1)
