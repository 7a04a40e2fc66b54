"""Saying what a page is worth: current, official or outdated; who looks after it; that it still holds.

These are facts about the page and no words of it change, so nobody is asked for approval. Each act locks the page,
leaves a line in its log, and is known to search from then on.
"""

import calendar
import datetime
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from modelsearch.tasks import insert_or_update_object_task
from wagtail.log_actions import log

from core.access import can_view
from core.formatting import full_date
from publishing import lifecycle
from publishing.models import Article, Standing
from publishing.receipt import will_read

from .keepers import teams_that_may_keep
from .models import ReviewAsked
from .permissions import is_keeper, may_answer, may_call_official, may_change_status


@dataclass(frozen=True)
class Status:
    """Everything that is said about a page's worth. ``review_months`` is how long after a look the next is due."""

    standing: str
    successor_id: int | None
    keeper_id: int | None
    keeper_team_id: int | None
    review_on: datetime.date | None
    review_months: int

    def fingerprint(self) -> str:
        """What a form carries to say which status it was opened on; it tells nothing of what it stands for."""
        return salted_hmac("knowledge.Status", repr(self), algorithm="sha256").hexdigest()[:32]


class RefusedError(ValidationError):
    """A sentence about why a status was not changed, for whoever tried."""


def status_of(article: Article) -> Status:
    return Status(
        article.standing,
        article.successor_id,
        article.keeper_id,
        article.keeper_team_id,
        article.review_on,
        article.review_months,
    )


@transaction.atomic
def change(*, by: Any, article: Article, to: Status, seen: str | None = None) -> bool:
    """Give a page another status; says whether that changed anything. ``seen`` is the fingerprint of the status that
    whoever changes it had before them.

    Raises PermissionDenied, and RefusedError with a sentence for what does not fit.
    """
    row: Article = lifecycle.lock(article)
    before = status_of(row)
    if not may_change_status(by, row):
        raise PermissionDenied
    if seen is not None and seen != before.fingerprint():
        raise RefusedError(_("Somebody changed this while you had it open. Please look at what stands here now."))
    to = _fitting(to)
    if to == before:
        return False
    _refuse_what_does_not_fit(by, row, before, to)
    _set(row, before, to, by, f"knowledge.{to.standing if to.standing != before.standing else 'kept'}")
    return True


@transaction.atomic
def confirm(*, by: Any, article: Article, due: datetime.date | None = None) -> datetime.date:
    """Say that a page still holds; returns the day of the next look. With ``due``, only if it is still that look which
    is asked for."""
    row = _locked_to_answer(by, article, due)
    if row.standing == Standing.OUTDATED:
        raise RefusedError(_("This page is marked as outdated. Who says otherwise gives it another status."))
    if row.review_on is None:
        raise RefusedError(already_answered(row))
    before = status_of(row)
    next_look = months_later(timezone.localdate(), row.review_months)
    _set(row, before, replace(before, review_on=next_look), by, "knowledge.confirmed")
    return next_look


@transaction.atomic
def mark_outdated(*, by: Any, article: Article, due: datetime.date | None = None) -> None:
    """Say that a page holds no more. Whoever looks after it may say so of an official one too: that is what they were
    asked."""
    row = _locked_to_answer(by, article, due)
    before = status_of(row)
    if not (is_keeper(by, row) or may_change_status(by, row)):
        raise PermissionDenied
    if before.standing != Standing.OUTDATED:
        to = replace(before, standing=Standing.OUTDATED, review_on=None)
        _set(row, before, to, by, "knowledge.outdated")


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def _locked_to_answer(by: Any, article: Article, due: datetime.date | None) -> Article:
    row: Article = lifecycle.lock(article)
    if not may_answer(by, row):
        raise PermissionDenied
    if due is not None and row.review_on != due:
        raise RefusedError(already_answered(row))
    return row


def already_answered(article: Article) -> str:
    """Why a question about a page is no longer open, in a sentence."""
    if article.standing == Standing.OUTDATED:
        return _("The page is marked as outdated meanwhile.")
    if article.review_on is None:
        return _("Nobody is asked about this page any more.")
    return _("Somebody looked already: the next look is due on %(day)s.") % {"day": full_date(article.review_on)}


def _fitting(to: Status) -> Status:
    """Only what is outdated has a successor, and nobody is asked about it any more."""
    return replace(to, review_on=None) if to.standing == Standing.OUTDATED else replace(to, successor_id=None)


def _refuse_what_does_not_fit(by: Any, row: Article, before: Status, to: Status) -> None:
    if Standing.OFFICIAL in (to.standing, before.standing) and not may_call_official(by, row):
        raise PermissionDenied
    if to.keeper_id and to.keeper_team_id:
        raise RefusedError({"keeper": _("Name a person or a team, not both.")})
    if to.review_on and not (to.keeper_id or to.keeper_team_id):
        raise RefusedError({"review_on": _("Say who looks after the page too: they are the ones to be asked.")})
    if to.review_on and to.review_on != before.review_on and to.review_on < timezone.localdate():
        raise RefusedError({"review_on": _("This day has passed. Choose one to come.")})
    if to.keeper_id and to.keeper_id != before.keeper_id and not will_read(_person(to.keeper_id), row.team):
        raise RefusedError({"keeper": _("They cannot read this page. Choose somebody who can.")})
    team_id = to.keeper_team_id if to.keeper_team_id != before.keeper_team_id else None
    if team_id is not None and not teams_that_may_keep(row).filter(pk=team_id).exists():
        raise RefusedError({"keeper_team": _("This team cannot look after the page. Choose one from the list.")})
    if to.successor_id and to.successor_id != before.successor_id:
        _refuse_successor(by, row, to.successor_id)


def _refuse_successor(by: Any, row: Article, pk: int) -> None:
    if pk == row.pk:
        raise RefusedError({"successor": _("A page cannot take its own place.")})
    successor = Article.objects.select_related("team").filter(pk=pk, live=True).first()
    if successor is None or not can_view(by, successor):
        raise RefusedError({"successor": _("No page that you may read is at this address.")})
    if successor.standing == Standing.OUTDATED:
        raise RefusedError({"successor": _("That page is outdated itself. Name the one that took its place.")})


def _person(pk: int) -> Any:
    person_model: Any = Article._meta.get_field("keeper").related_model
    return person_model.objects.get(pk=pk)


def _set(row: Article, before: Status, to: Status, by: Any, action: str) -> None:
    Article.objects.filter(pk=row.pk).update(**asdict(to))
    if (before.review_on, before.keeper_id, before.keeper_team_id) != (to.review_on, to.keeper_id, to.keeper_team_id):
        # Whoever looks after it now is asked as if for the first time; nobody is told the same thing twice.
        ReviewAsked.objects.filter(article=row).delete()
    log(instance=row, action=action, user=by, data={"before": _told(before), "after": _told(to)})
    leaf = row.cached_content_type
    insert_or_update_object_task.enqueue(leaf.app_label, leaf.model, str(row.pk))


def _told(status: Status) -> dict[str, Any]:
    """For the log: numbers and words, no title of another page."""
    return asdict(status) | {"review_on": status.review_on.isoformat() if status.review_on else None}
