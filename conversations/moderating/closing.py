"""Who may write in one thread, and until when: a page may be stricter than its team, never laxer."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import lifecycle
from publishing.models import Article
from teams.models import CommentPolicy

from ..models import ModerationRecord, TeamTalk
from ..permissions import stricter_policies, user_can_set_rules
from ..writing import counting, posting, words
from .records import Action, moment_words, write_down

LONGEST_REASON = 400
LONGEST = timedelta(days=3660)
AT_A_TIME = 200


@transaction.atomic
def change_policy(*, by: Any, page: Article, policy: str) -> ModerationRecord | None:
    """Make a page stricter than its team, or "" as strict as it."""
    article = _locked(by, page)
    if article.comment_policy == policy:
        return None
    if policy and policy not in stricter_policies(article.team):
        raise ValidationError(_("A page can be stricter than its team, not laxer."))
    before = {"policy": article.comment_policy, "after": policy}
    counting.change(article, comment_policy=policy)
    label = str(CommentPolicy(policy).label) if policy else _("As in the whole team")
    return write_down(Action.POLICY, by, article, reason=label, before=before)


@transaction.atomic
def close(
    *, by: Any, page: Article, reason: str, at: datetime | None = None, last_words: str = ""
) -> ModerationRecord | None:
    """Close a thread now or later. Readers see the reason and the day.

    ``last_words`` become a comment of whoever closes, to which the notice of the closing leads.
    """
    reason = words.cleaned_reason(reason)
    if len(reason) > LONGEST_REASON:
        raise ValidationError(_("Four hundred characters are enough for a reason."))
    article = _locked(by, page)
    now = timezone.now()
    if at is not None and not now < at <= now + LONGEST:
        raise ValidationError(_("Choose a time to come, within ten years, or close it now."))
    if _is_closed(article):
        return None
    said = None
    if last_words.strip():
        said = posting.post_comment(by=by, page=article, text=last_words, client_key=f"closing-{secrets.token_hex(8)}")
    before = _as_it_stands(article)
    counting.change(article, talk_closes_at=at or now, talk_closed_reason=reason)
    return write_down(Action.CLOSE, by, article, comment=said, reason=reason, before=before)


@transaction.atomic
def reopen(*, by: Any, page: Article) -> ModerationRecord | None:
    """Open a closed thread, or call off a closing to come. Who may write is what the policies say, as before."""
    article = _locked(by, page)
    if article.talk_closes_at is None:
        return None
    before = _as_it_stands(article)
    counting.change(article, talk_closes_at=None, talk_closed_reason="")
    return write_down(Action.REOPEN, by, article, before=before)


def put_back(article: Article, before: dict[str, Any]) -> None:
    """Undo a closing or an opening. The page must be locked."""
    moment = before["closes_at"]
    counting.change(
        article,
        talk_closes_at=None if moment is None else datetime.fromisoformat(moment),
        talk_closed_reason=before["reason"],
    )


def close_quiet_threads() -> int:
    """Close the threads of teams that said so, where nobody has written for that many days. A thread that somebody
    opened again is left alone for as long; one in which a comment waits for a moderator is not finished."""
    closed = 0
    with translation.override(settings.LANGUAGE_CODE):
        for talk in TeamTalk.objects.filter(close_after_days__gt=0, team__archived_at=None).select_related("team"):
            for pk in list(_quiet(talk).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
                closed += _close_quiet(talk, pk)
    return closed


@transaction.atomic
def _close_quiet(talk: TeamTalk, pk: int) -> bool:
    page = Article.objects.filter(pk=pk).first()
    if page is None:
        return False
    article = lifecycle.lock(page)
    if not _quiet(talk).filter(pk=pk).exists():
        return False
    days = talk.close_after_days or 0
    reason = ngettext(
        "Nobody has written here for %(days)s day.", "Nobody has written here for %(days)s days.", days
    ) % {"days": days}
    before = _as_it_stands(article)
    counting.change(article, talk_closes_at=timezone.now(), talk_closed_reason=reason)
    write_down(Action.CLOSE, None, article, reason=reason, before=before)
    return True


def _quiet(talk: TeamTalk) -> Any:
    now = timezone.now()
    since = now - timedelta(days=talk.close_after_days or 0)
    opened_since = ModerationRecord.objects.filter(page_id=OuterRef("pk"), action=Action.REOPEN, at__gt=since)
    return (
        Article.objects.filter(Q(talk_closes_at=None) | Q(talk_closes_at__gt=now), team_id=talk.team_id, live=True)
        .exclude(comment_policy=CommentPolicy.CLOSED)
        .alias(last=Coalesce("last_activity", "published"))
        .filter(~Exists(opened_since), last__lt=since, held_count=0)
    )


def _locked(by: Any, page: Article) -> Any:
    article = lifecycle.lock(page)
    if not user_can_set_rules(by, article):
        raise PermissionDenied
    return article


def _is_closed(article: Article) -> bool:
    return article.talk_closes_at is not None and article.talk_closes_at <= timezone.now()


def _as_it_stands(article: Article) -> dict[str, Any]:
    return {"closes_at": moment_words(article.talk_closes_at), "reason": article.talk_closed_reason}
