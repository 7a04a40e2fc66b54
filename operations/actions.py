"""What an administrator may do to background work."""

import logging
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core import effects
from core.access import is_administrator
from operations import recovery
from operations.models import OverduePage
from people.models import User

logger = logging.getLogger(__name__)


def try_task_again(*, by: User, task_id: UUID) -> bool:
    """False when there is nothing to try any more: somebody else did, or it is done."""
    _require_administrator(by)
    return recovery.try_again(task_id)


def try_effect_again(*, by: User, effect_id: int) -> bool:
    _require_administrator(by)
    return effects.try_again(effect_id)


def try_page_again(*, by: User, overdue_id: int) -> bool:
    """The page is tried at the clock's next look, instead of after its pause."""
    _require_administrator(by)
    with transaction.atomic():
        return bool(OverduePage.objects.filter(pk=overdue_id).update(next_at=timezone.now()))


def _require_administrator(person: User) -> None:
    if not is_administrator(person):
        raise PermissionDenied
