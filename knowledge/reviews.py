"""Asking those who look after a page whether it still holds: four weeks and one week before the day, and on it."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from notifications.actions import tell
from publishing import lifecycle
from publishing.models import Article, Standing

from .keepers import keepers_of
from .models import ReviewAsked

REVIEW = "page_review"
DAYS_BEFORE = (28, 7, 0)
EVERY = datetime.timedelta(hours=1)
_AT_ONCE = 200


def ask_due(today: datetime.date | None = None) -> int:
    """Ask about every page whose time has come; returns about how many. A round that was missed is made up for by the
    next one, and of several that were missed only the last is asked."""
    today = today or timezone.localdate()
    return sum(_ask_all(today, days) for days in DAYS_BEFORE)


def to_be_asked_about(today: datetime.date, days_before: int) -> QuerySet[Article]:
    """Pages whose day is at most so many days ahead and more than the next step, and that were not asked about yet."""
    asked = ReviewAsked.objects.filter(article=OuterRef("pk"), review_on=OuterRef("review_on"), days_before=days_before)
    due = Article.objects.filter(
        ~Exists(asked),
        live=True,
        team__archived_at=None,
        review_on__lte=today + datetime.timedelta(days=days_before),
    ).exclude(standing=Standing.OUTDATED)
    nearer = [days for days in DAYS_BEFORE if days < days_before]
    if nearer:
        due = due.filter(review_on__gt=today + datetime.timedelta(days=max(nearer)))
    return due.order_by("review_on", "pk")


def _ask_all(today: datetime.date, days_before: int) -> int:
    count = 0
    while numbers := list(to_be_asked_about(today, days_before).values_list("pk", flat=True)[:_AT_ONCE]):
        count += sum(_ask(pk, today, days_before) for pk in numbers)
    return count


@transaction.atomic
def _ask(pk: int, today: datetime.date, days_before: int) -> bool:
    """Within one transaction: that it was asked, and whom it was told. Whoever confirms at this moment goes first, or
    after."""
    stub = Article(pk=pk)
    try:
        article: Article = lifecycle.lock(stub)
    except Article.DoesNotExist:
        return False
    if not to_be_asked_about(today, days_before).filter(pk=pk).exists() or article.review_on is None:
        return False
    ReviewAsked.objects.create(article=article, review_on=article.review_on, days_before=days_before)
    for person in keepers_of(article):
        tell(
            person=person,
            kind=REVIEW,
            key=f"review:{pk}:{article.review_on}:{days_before}",
            page=article,
            data={"title": article.title, "due": article.review_on.isoformat(), "team": article.team.name},
        )
    return True
