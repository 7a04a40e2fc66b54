"""Flagging a comment: a private word to the moderators. Enough of them hide it until a moderator decides."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import can_view, is_somebody
from publishing import lifecycle
from publishing.models import Article
from teams.models import Team

from .. import moderating
from ..models import Comment, Flag, ModerationRecord
from ..refusals import CannotFlag
from ..writing.words import shortened_reason
from . import talk_settings
from .records import at_home, change

A_DAY = timedelta(days=1)
FLAGS_A_DAY = 20
LONGEST_WORDS = 500


def flags_to_hide(team: Team) -> int:
    """How many people hide a comment of this team."""
    return max(1, talk_settings.of(team).flags_to_hide)


def own_flag(person: Any, comment: Comment) -> Flag | None:
    """The flag of this person that nobody has decided about."""
    return Flag.objects.filter(comment_id=comment.pk, person_id=person.pk, state=Flag.State.OPEN).first()


def may_flag(person: Any, comment: Comment) -> bool:
    """Whoever reads it, and did not write it."""
    return is_somebody(person) and comment.is_shown and comment.user_id != person.pk


@transaction.atomic
def flag(*, by: Any, comment: Comment, reason: str, words: str = "") -> Flag:
    """Say that a comment should not stay as it is. Twice is once: the first flag counts until somebody decides."""
    if reason not in Flag.Reason.values:
        raise ValidationError(_("Choose what is wrong with it."))
    words = shortened_reason(words)
    if len(words) > LONGEST_WORDS:
        raise ValidationError(_("Five hundred characters are enough."))
    article = lifecycle.lock(comment.page)
    row = at_home(comment.pk, article)
    if not article.live or not can_view(by, article):
        raise PermissionDenied
    earlier = own_flag(by, row)
    if earlier is not None:
        return earlier
    if row.user_id == by.pk:
        raise CannotFlag(_("This is your own comment. You can change or delete it."))
    if not may_flag(by, row):
        raise CannotFlag(_("The comment is no longer there."))
    _refuse_if_looked_at(by, row)
    open_today = Flag.objects.filter(person_id=by.pk, state=Flag.State.OPEN, at__gt=timezone.now() - A_DAY)
    if open_today.count() >= FLAGS_A_DAY:
        raise CannotFlag(_("You have flagged many comments today. Let the moderators look at those first."))
    made = Flag.objects.create(comment=row, person=by, reason=reason, words=words)
    _recount(row)
    if row.flag_count >= flags_to_hide(article.team) and not _waits_mended(row):
        moderating.hide_by_flags(row)
    return made


@transaction.atomic
def withdraw(*, by: Any, comment: Comment) -> bool:
    """Take one's own flag back. What is hidden already stays so until a moderator has looked."""
    article: Article = lifecycle.lock(comment.page)
    row = at_home(comment.pk, article)
    taken_back, _by_model = Flag.objects.filter(comment_id=row.pk, person_id=by.pk, state=Flag.State.OPEN).delete()
    if taken_back:
        _recount(row)
    return bool(taken_back)


def _recount(row: Comment) -> None:
    change(row, flag_count=Flag.objects.filter(comment_id=row.pk, state=Flag.State.OPEN).count())


def _refuse_if_looked_at(by: Any, row: Comment) -> None:
    """A moderator has decided about this person's flag, and the words are the same as then."""
    decided = Flag.objects.filter(comment_id=row.pk, person_id=by.pk, state=Flag.State.DECLINED).select_related(
        "record"
    )
    last = decided.order_by("-pk").first()
    if last is None:
        return
    looked_at = last.record.at if last.record is not None else last.at
    if row.edited_at is None or row.edited_at < looked_at:
        raise CannotFlag(_("A moderator has looked at this comment after your last flag, and it stays."))


def _waits_mended(row: Comment) -> bool:
    """Whether it was mended, and no moderator has decided since: it is before them already, and not hidden twice."""
    if row.mended_at is None:
        return False
    decided = ModerationRecord.objects.filter(comment_id=row.pk, by__isnull=False, at__gt=row.mended_at)
    return not decided.filter(action__in=("approve", "hide", "restore", "keep")).exists()
