"""Pages whose time has come go live or are taken down, each on its own.

Wagtail's own command does all in one go: the first page that fails keeps the others waiting for ever.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from core.backoff import delay
from operations.models import OverduePage

logger = logging.getLogger(__name__)

_LONGEST_WAIT = timedelta(minutes=10)  # somebody expects this page, so it is never given up


@dataclass(frozen=True)
class Due:
    """One change whose time has come. `key` stays the same from look to look; `act` asks again before it acts."""

    key: str
    change: OverduePage.Change
    title: str
    page_id: int | None
    act: Callable[[], None]


def change_due_pages() -> int:
    """Takes down what has expired, then publishes what is due; says how many were changed."""
    due = [*_expired(), *_due()]
    OverduePage.objects.exclude(key__in=[item.key for item in due]).delete()  # unscheduled, or done by hand
    waiting = set(OverduePage.objects.filter(next_at__gt=timezone.now()).values_list("key", flat=True))
    return sum(_attempt(item) for item in due if item.key not in waiting)


def _expired() -> Iterator[Due]:
    others = (kind for kind in apps.get_models() if issubclass(kind, DraftStateMixin) and not issubclass(kind, Page))
    for kind in (Page, *others):
        for item in kind._default_manager.filter(live=True, expire_at__lte=timezone.now()).order_by("expire_at"):
            yield Due(
                key=f"expire:{kind._meta.label_lower}:{item.pk}",
                change=OverduePage.Change.EXPIRE,
                title=str(item),
                page_id=item.pk if kind is Page else None,
                act=partial(_expire, kind, item.pk),
            )


def _due() -> Iterator[Due]:
    due = Revision.objects.filter(approved_go_live_at__lte=timezone.now()).select_related("base_content_type")
    for revision in due.order_by("approved_go_live_at").defer("content"):
        is_page = revision.base_content_type.model_class() is Page
        yield Due(
            key=f"publish:{revision.pk}",
            change=OverduePage.Change.PUBLISH,
            title=revision.object_str,
            page_id=int(revision.object_id) if is_page else None,
            act=partial(_publish, revision.pk),
        )


def _expire(kind: type[models.Model], pk: int) -> None:
    """Asked again under the row's lock: between the list and its turn somebody may have given it more time."""
    still_due = kind._default_manager.select_for_update().filter(pk=pk, live=True, expire_at__lte=timezone.now())
    if (item := still_due.first()) is not None:
        subject: Any = item.specific if isinstance(item, Page) else item
        subject.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision_id: int) -> None:
    """The same question for a revision: unscheduled in the meantime, it is no longer ours to publish."""
    still_due = Revision.objects.filter(pk=revision_id, approved_go_live_at__lte=timezone.now())
    revision = still_due.select_related("base_content_type").defer("content").first()
    if revision is not None and revision.base_content_type.model_class() is Page:
        # The page first and its revision second, as saving and approving do: two of them wait, and never cross.
        Page.objects.select_for_update(no_key=True).filter(pk=revision.object_id).values_list("pk").first()
    if (revision := still_due.select_for_update().first()) is not None:
        revision.publish(log_action="wagtail.publish.scheduled")


def _attempt(due: Due) -> bool:
    try:
        with transaction.atomic():
            due.act()
            OverduePage.objects.filter(key=due.key).delete()
    except Exception as error:
        logger.exception("%s could not be done at its time.", due.key)
        _note(due, error)
        return False
    return True


def _note(due: Due, error: Exception) -> None:
    overdue, _ = OverduePage.objects.get_or_create(
        key=due.key,
        defaults={
            "change": due.change,
            "title": due.title[:255],
            "page_id": due.page_id,
            "next_at": timezone.now(),
        },
    )
    overdue.attempts += 1
    overdue.last_error = f"{type(error).__name__}: {error}"
    overdue.next_at = timezone.now() + delay(overdue.attempts, first=timedelta(seconds=20), cap=_LONGEST_WAIT)
    overdue.save()
