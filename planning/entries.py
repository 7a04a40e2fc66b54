"""What is planned, as far as one person may know of it now: five queries, however much it is.

Dates of drafts are for those who write, edit or are asked to approve them; the end of a live page is for its readers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from approvals.models import Request
from core.access import is_somebody
from publishing.models import Article

MOST = 1_000  # of each kind


class Kind(models.TextChoices):
    SCHEDULED = "scheduled", _("Goes live")
    WAITING = "waiting", _("Goes live once approved")
    WISHED = "wished", _("Planned, not submitted")
    EXPIRES = "expires", _("Ends")


@dataclass(frozen=True)
class Entry:
    at: datetime
    kind: Kind
    article_id: int
    title: str
    team: Any
    address: str

    @property
    def is_settled(self) -> bool:
        """Happens by the clock, if nobody does anything."""
        return self.kind in (Kind.SCHEDULED, Kind.EXPIRES)


def entries_for(viewer: Any, since: datetime, until: datetime) -> list[Entry]:
    """From ``since`` up to, and without, ``until``, the earliest first."""
    if not is_somebody(viewer):
        return []
    asked = _waiting_for(viewer, since, until)
    found = [*_scheduled(viewer, since, until), *asked, *_expiring(viewer, since, until)]
    # Who is asked about what they also edit meets it once, where they decide.
    found += _wished(viewer, since, until, without={entry.article_id for entry in asked})
    return sorted(found, key=lambda entry: (entry.at, entry.title, entry.article_id))


def _scheduled(viewer: Any, since: datetime, until: datetime) -> list[Entry]:
    planned = Revision.page_revisions.filter(approved_go_live_at__gte=since, approved_go_live_at__lt=until)
    told = planned.annotate(title_then=_text("title", "content")).order_by("approved_go_live_at")
    rows = {
        int(pk): (at, title) for pk, at, title in told.values_list("object_id", "approved_go_live_at", "title_then")
    }
    articles = Article.objects.editable_by(viewer).filter(pk__in=rows).select_related("team")[:MOST]
    return [
        Entry(rows[each.pk][0], Kind.SCHEDULED, each.pk, rows[each.pk][1], each.team, _editor(each))
        for each in articles
    ]


def _wished(viewer: Any, since: datetime, until: datetime, without: Iterable[int]) -> list[Entry]:
    """Dates in drafts that are not on the schedule: it is their latest version that would go live then."""
    drafts = Article.objects.editable_by(viewer).filter(
        has_unpublished_changes=True, latest_revision__isnull=False, latest_revision__approved_go_live_at__isnull=True
    )
    drafts = _with_wish(drafts, "latest_revision__content", since, until).exclude(pk__in=list(without))
    drafts = drafts.annotate(is_asked_about=Exists(Request.objects.open().filter(article_id=OuterRef("pk"))))
    return [
        Entry(
            _moment(each.wish),
            Kind.WAITING if each.is_asked_about else Kind.WISHED,
            each.pk,
            each.draft_title or each.title,
            each.team,
            _editor(each),
        )
        for each in drafts.select_related("team")[:MOST]
    ]


def _waiting_for(viewer: Any, since: datetime, until: datetime) -> list[Entry]:
    """What ``viewer`` is asked to approve now, at the date it would hold."""
    rows = Request.objects.awaiting(viewer).select_related("article__team", "workflow_state").defer("files")
    return [
        Entry(
            _moment(each.wish),
            Kind.WAITING,
            each.article_id,
            each.article.draft_title or each.article.title,
            each.article.team,
            reverse("approvals:review", args=[each.workflow_state.current_task_state_id]),
        )
        for each in _with_wish(rows, "revision__content", since, until)[:MOST]
    ]


def _expiring(viewer: Any, since: datetime, until: datetime) -> list[Entry]:
    rows = Article.objects.visible_to(viewer).filter(expire_at__gte=since, expire_at__lt=until)
    return [
        Entry(each.expire_at, Kind.EXPIRES, each.pk, each.title, each.team, each.address)
        for each in rows.select_related("team").order_by("expire_at", "pk")[:MOST]
    ]


def _with_wish(rows: Any, content: str, since: datetime, until: datetime) -> Any:
    """Rows whose stored version wishes to go live in that time. Versions keep times as text in UTC, all of one form, so
    that they are in order as texts too."""
    found = rows.annotate(wish=_text("go_live_at", content))
    return found.filter(wish__gte=_stored(since), wish__lt=_stored(until)).order_by("wish", "pk")


def _text(name: str, content: str) -> Any:
    """A text in a stored version. Said twice, because SQLite would read it as JSON again."""
    return Cast(KeyTextTransform(name, content), models.TextField())


def _stored(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def _moment(stored: str) -> datetime:
    moment = parse_datetime(stored)
    assert moment is not None  # it was between two others
    return moment


def _editor(article: Article) -> str:
    return reverse("wagtailadmin_pages:edit", args=[article.pk])
