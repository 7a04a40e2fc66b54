"""What came of a question or a decision: accepting an answer, recording an outcome, and taking either back.

At most one settlement of a page counts. Each act locks the page, is a moderation record and a line in the page's log,
and is known to search from then on.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelsearch.tasks import insert_or_update_object_task
from wagtail.log_actions import log

from core.access import can_view
from publishing import lifecycle
from publishing.models import Article, Purpose
from teams.permissions import may_edit_in

from ..models import Comment, ModerationRecord, Settlement
from ..permissions import may_accept_answers, may_settle
from ..refusals import CannotSettle
from ..signals import settled
from ..telling import told_settled
from ..writing import counting, words

LONGEST = 1_000
Action = ModerationRecord.Action


@transaction.atomic
def accept(*, by: Any, comment: Comment) -> Settlement:
    """Say that a comment answers the page's question. Doing it twice is doing it once; another answer replaces it."""
    article = _locked(by, comment.page)
    row = _shown(article, comment.pk)
    if not may_accept_answers(by, article):
        raise CannotSettle(_("Only a page that asks something has an answer to accept."))
    if row.user_id == by.pk and not may_edit_in(by, article.team):
        raise CannotSettle(_("This is your own answer: an editor of the team can accept it."))
    before = current(article)
    if before is not None and before.comment_id == row.pk and before.is_accepted_answer:
        return before
    return _settle(article, by, before, row, "", Action.ACCEPT)


@transaction.atomic
def decide(*, by: Any, article: Article, outcome: str, comment_id: int | None = None) -> Settlement:
    """Record what was decided, and the comment it rests on, if it rests on one. Replaces what was recorded before.

    Raises ValidationError for the words.
    """
    row = _locked(by, article)
    if row.purpose != Purpose.DECIDE:
        raise CannotSettle(_("Only a page that is to decide something has an outcome to record."))
    outcome = words.cleaned(outcome)
    if len(outcome) > LONGEST:
        raise ValidationError(_("A thousand characters are enough for an outcome."), code="long")
    rests_on = None if comment_id is None else _shown(row, comment_id)
    before = current(row)
    if before is not None and (before.words, before.comment_id) == (outcome, comment_id):
        return before
    return _settle(row, by, before, rests_on, outcome, Action.DECIDE)


@transaction.atomic
def take_back(*, by: Any, article: Article) -> bool:
    """What came of it is open again. Says whether that changed anything."""
    row = _locked(by, article)
    before = current(row)
    if before is None:
        return False
    _withdraw(row, before, by)
    _set(row, None, "")
    return True


def let_go(comment: Comment, by: Any) -> bool:
    """A comment goes out of sight or to another page: as an answer it is taken back, under an outcome it is no longer
    named. Within the transaction that does it, with the page locked; nobody is asked for a right of their own."""
    article = comment.page
    before = current(article)
    if before is None or before.comment_id != comment.pk:
        return False
    if before.is_accepted_answer:
        _withdraw(article, before, by)
        _set(article, None, "")
    else:
        Settlement.objects.filter(pk=before.pk).update(comment=None)
        counting.change(article)
    return True


def words_changed(comment: Comment) -> None:
    """The words of a comment are others now; if it is the accepted answer, search and listings learn of it. Within the
    transaction that changes them, with the page locked."""
    before = current(comment.page)
    if before is not None and before.comment_id == comment.pk and before.is_accepted_answer:
        _set(comment.page, before.at, comment.comment)


def reword(article: Article, said: str) -> None:
    """A name is removed from the words in which a page is settled."""
    row: Article = lifecycle.lock(article)
    _set(row, row.settled_at, said)


def current(article: Article) -> Settlement | None:
    """The settlement that counts. No query where there is none."""
    if article.settled_at is None:
        return None
    found: Settlement | None = (
        Settlement.objects.counting().filter(article_id=article.pk).select_related("comment__user", "by").first()
    )
    return found


def _locked(by: Any, article: Article) -> Article:
    row: Article = lifecycle.lock(article)
    if not can_view(by, row) or not may_settle(by, row):
        raise PermissionDenied
    return row


def _shown(article: Article, pk: int) -> Comment:
    row: Comment | None = Comment.objects.shown().select_related("user").filter(page_id=article.pk, pk=pk).first()
    if row is None:
        raise CannotSettle(_("This comment is not shown here any more."))
    row.page = article
    return row


def _settle(
    article: Article, by: Any, before: Settlement | None, comment: Comment | None, outcome: str, action: Action
) -> Settlement:
    if before is not None:
        _withdraw(article, before, by)
    settlement = Settlement.objects.create(article=article, comment=comment, words=outcome, by=by)
    _set(article, settlement.at, outcome or (comment.comment if comment else ""))
    record = _record(article, comment, action, by, outcome)
    told_settled.tell_of(settlement, record)
    return settlement


def _withdraw(article: Article, settlement: Settlement, by: Any) -> None:
    Settlement.objects.filter(pk=settlement.pk).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    _record(article, settlement.comment, Action.WITHDRAW, by, settlement.words)


def _set(article: Article, at: Any, said: str) -> None:
    """The facts that listings and search read. Cut like an outcome: an answer may be ten times as long."""
    article.settled_at, article.settled_words = at, said[:LONGEST]
    counting.change(article, settled_at=at, settled_words=article.settled_words)
    leaf = article.cached_content_type
    insert_or_update_object_task.enqueue(leaf.app_label, leaf.model, str(article.pk))
    settled.send(sender=Article, article=article)


def _record(article: Article, comment: Comment | None, action: Action, by: Any, said: str) -> ModerationRecord:
    log(
        instance=article,
        action=f"conversations.{action}",
        user=by,
        data={"comment": comment.pk if comment else None, "words": said},
    )
    return ModerationRecord.objects.create(
        comment=comment,
        page=article,
        team=article.team,
        person=comment.user if comment else None,
        action=action,
        by=by,
        reason=said,
    )
