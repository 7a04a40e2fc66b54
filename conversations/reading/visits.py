"""Until when somebody has seen a thread, and what came into it since."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from core.prepared import Prepared
from notifications.models import Notification
from publishing.models import Article

from ..models import Comment, Visit

# Longer than a comment may take from its time to its commit: what another was just writing is not taken as seen.
MARGIN = timedelta(seconds=10)
_A_MOMENT = timedelta(microseconds=1)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class NewComment(NamedTuple):
    """A comment by somebody else, shown after the visit at ``since``."""

    pk: int
    shown_at: datetime
    since: datetime


def _seen_at(article_id: Any, person_id: Any) -> Subquery:
    return Subquery(Visit.objects.filter(article_id=article_id, person_id=person_id).values("seen_at"))


_new = Prepared(
    lambda page_id, person_id: (
        Comment.objects.shown()
        .filter(page_id=page_id, shown_at__gt=_seen_at(page_id, person_id))
        .exclude(user_id=person_id)
        .annotate(since=_seen_at(page_id, person_id))
        .order_by("shown_at", "pk")
        .values_list("pk", "shown_at", "since")
    )
)


def new_for(person: Any, article: Article) -> list[NewComment]:
    """What others wrote since this person's last visit, the earliest first; nothing on a first visit. One query."""
    return [NewComment(*row) for row in _new(article.pk, person.pk)]


def seen_until(article: Article, elsewhere: Iterable[NewComment]) -> datetime:
    """The moment up to which a reader of this page will have seen its thread.

    New comments that stand ``elsewhere``, on another fifty, stay new.
    """
    until = timezone.now() - MARGIN
    if article.last_activity is not None and article.last_activity > until:
        until = article.last_activity
    first = min((each.shown_at for each in elsewhere), default=None)
    return until if first is None else min(until, first - _A_MOMENT)


def stamp(moment: datetime) -> int:
    """A moment as a page carries it: microseconds, so that nothing is lost to rounding."""
    return (moment - _BEGINNING) // _A_MOMENT


def moment_of(stamped: str) -> datetime | None:
    """What ``stamp`` wrote; None for anything else. Nobody has seen the future."""
    if not (stamped.isascii() and stamped.isdigit() and len(stamped) < 18):
        return None
    return min(_BEGINNING + timedelta(microseconds=int(stamped)), timezone.now())


def mark_seen(*, person: Any, article: Article, until: datetime) -> None:
    """Remember a visit. Never backwards, whatever comes in whichever order."""
    _row, is_first = Visit.objects.get_or_create(person=person, article=article, defaults={"seen_at": until})
    if not is_first:
        Visit.objects.filter(person=person, article=article, seen_at__lt=until).update(seen_at=until)


def seen_on_site(person: Any, rows: Iterable[Notification]) -> set[int]:
    """Rows told about a comment that this person has met in its thread since. One query, however many rows."""
    by_comment: dict[int, list[int]] = {}
    for row in rows:
        if row.target_id is not None:
            by_comment.setdefault(row.target_id, []).append(row.pk)
    if not by_comment:
        return set()
    seen = Comment.objects.filter(
        pk__in=by_comment.keys(), shown_at__lte=_seen_at(OuterRef("page_id"), person.pk)
    ).values_list("pk", flat=True)
    return {pk for comment in seen for pk in by_comment[comment]}


def came_back(person: Any, page_id: int, since: datetime) -> bool:
    """Whether this person has been in the thread of a page after a moment."""
    return Visit.objects.filter(person=person, article_id=page_id, seen_at__gt=since).exists()
