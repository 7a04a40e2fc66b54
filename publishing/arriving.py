"""Pages that arrive in numbers from elsewhere: an import, a restore.

They are written table by table, because one after the other takes a tenth of a second each. What is asked and told is
the same: a gate vouches for every revision that goes live and its word is kept, the log has its lines, search and
related pages hear of them. Nobody is mailed: what was written years ago is no news.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, Revision
from wagtail.signals import page_published

from core.table_rows import give_number, insert, reserve

from . import gates, lifecycle
from .digest import content_digest
from .models import Article, ArticleTag, Authorship, Clearance

_LONGEST_SLUG = 200


@dataclass
class Arrival:
    """A page that is not stored yet, with its authors and tags. ``at`` is when it went live where it came from, or
    when it was written; ``data`` stands in the log."""

    page: Any
    at: datetime
    changed_at: datetime
    goes_live: bool
    authors: Sequence[Any] = ()
    tags: Sequence[Any] = ()
    data: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def take_in(arrivals: Sequence[Arrival], *, parent: Page, gate: str, action: str, by: Any) -> None:
    """Store pages of one type below ``parent``; those that go live need the word of ``gate``. Raises NotCleared, and
    IntegrityError where somebody adds a page there at the same moment.

    Their slugs are wishes: one that is taken gets a number. Afterwards every page has its number and address.
    """
    if not arrivals:
        return
    team = lifecycle.hold_team_at(parent.path)
    place = Page.objects.select_for_update(no_key=True, of=("self",)).get(pk=parent.pk)
    _give_places([arrival.page for arrival in arrivals], place)
    locale, kind = Locale.get_default().pk, ContentType.objects.get_for_model(type(arrivals[0].page))
    base = ContentType.objects.get_for_model(Page)
    revisions = []
    for arrival, number in zip(arrivals, reserve(Revision, len(arrivals)), strict=True):
        _furnish(arrival, team, locale)
        revision = _revision(arrival, number, kind, base, by)
        revisions.append(revision)
        arrival.page.latest_revision_id = number
    vouches = _ask(arrivals, revisions, gate, by)
    insert([arrival.page for arrival in arrivals])
    insert(revisions)
    Page.objects.filter(pk=place.pk).update(numchild=F("numchild") + len(arrivals))
    Authorship.objects.bulk_create(
        Authorship(article_id=arrival.page.pk, person=person, sort_order=order)
        for arrival in arrivals
        for order, person in enumerate(arrival.authors)
    )
    ArticleTag.objects.bulk_create(
        ArticleTag(content_object_id=arrival.page.pk, tag=tag) for arrival in arrivals for tag in arrival.tags
    )
    Clearance.objects.bulk_create(vouches)
    PageLogEntry.objects.bulk_create(
        _entry(arrival, revision, each, by)
        for arrival, revision in zip(arrivals, revisions, strict=True)
        for each in ((action, "wagtail.publish") if arrival.goes_live else (action,))
    )
    _tell(arrivals, revisions, by)


def _give_places(pages: Sequence[Any], parent: Page) -> None:
    """Numbers, slugs, and the places behind the last page that stands there."""
    last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("-path")
    found = last.values_list("path", flat=True).first()
    step = Page._str2int(found[-Page.steplen :]) if found else 0
    taken = _taken_slugs({page.slug[:_LONGEST_SLUG] for page in pages}, parent)
    for order, (page, number) in enumerate(zip(pages, reserve(type(pages[0]), len(pages)), strict=True), start=1):
        give_number(page, number)
        page.slug = _free(page.slug[:_LONGEST_SLUG], taken)
        page.path = Page._get_path(parent.path, parent.depth + 1, step + order)
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"


def _taken_slugs(wished: set[str], parent: Page) -> set[str]:
    siblings = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    taken = set(siblings.filter(slug__in=wished).values_list("slug", flat=True))
    for slug in list(taken):
        taken |= set(siblings.filter(slug__startswith=f"{slug}-").values_list("slug", flat=True))
    return taken


def _free(slug: str, taken: set[str]) -> str:
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free


def _furnish(arrival: Arrival, team: Any, locale: int) -> None:
    page = arrival.page
    page.draft_title = page.title
    page.locale_id, page.translation_key = locale, uuid.uuid4()
    page.team, page.audience_id = team, team.audience_id
    page.live = arrival.goes_live
    page.has_unpublished_changes = not arrival.goes_live
    page.latest_revision_created_at = arrival.changed_at
    page.authorships = [Authorship(person=person, sort_order=order) for order, person in enumerate(arrival.authors)]
    page.tagged = [ArticleTag(tag=tag) for tag in arrival.tags]
    page.citations, page.wagtail_admin_comments = [], []
    if arrival.goes_live:
        page.first_published_at, page.last_published_at = arrival.at, arrival.changed_at
        page.published = arrival.at
        page.last_activity = max(page.last_activity or arrival.at, arrival.at)


def _revision(arrival: Arrival, number: int, kind: ContentType, base: ContentType, by: Any) -> Revision:
    page = arrival.page
    revision = Revision(
        content_type=kind,
        base_content_type=base,
        object_id=str(page.pk),
        created_at=arrival.changed_at,
        user=by,
        object_str=str(page),
        content=page.serializable_data(),
    )
    revision.pk = number
    return revision


def _ask(arrivals: Sequence[Arrival], revisions: Sequence[Revision], gate: str, by: Any) -> list[Clearance]:
    vouches = []
    for arrival, revision in zip(arrivals, revisions, strict=True):
        if not arrival.goes_live:
            continue
        digest = content_digest(revision)
        vouch = gates.vouched_for_by(gate, arrival.page, revision, digest, by)
        arrival.page.live_revision_id = revision.pk
        vouches.append(
            Clearance(
                article_id=arrival.page.pk, revision_id=revision.pk, digest=digest, gate=gate,
                by=vouch.by, reason=vouch.reason, reference=vouch.reference,
            )
        )  # fmt: skip
    return vouches


def _entry(arrival: Arrival, revision: Revision, action: str, by: Any) -> PageLogEntry:
    page = arrival.page
    return PageLogEntry(
        page_id=page.pk,
        content_type_id=page.content_type_id,
        label=page.title,
        action=action,
        timestamp=timezone.now(),
        user=by,
        revision_id=revision.pk,
        content_changed=True,
        data=arrival.data,
    )


def _tell(arrivals: Sequence[Arrival], revisions: Sequence[Revision], by: Any) -> None:
    """Whoever keeps something of each page (search, references, related pages) hears of it as of any other."""
    for arrival, revision in zip(arrivals, revisions, strict=True):
        page = arrival.page
        page._state.adding, page._state.db = False, connection.alias
        post_save.send(
            sender=type(page), instance=page, created=True, raw=False, update_fields=None, using=connection.alias
        )
        if arrival.goes_live:
            page_published.send(sender=type(page), instance=page, revision=revision)
            lifecycle.went_live.send(sender=Article, article=page, revision=revision, by=by, first=False)
