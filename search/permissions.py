"""Who reads what is looked for in vain, and puts pages on top of a search: Communications and administrators."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.cache import cache

from core.access import group_ids, is_administrator, is_somebody
from teams.house import COMMUNICATIONS_GROUP

_GROUP_KEY = "search:communications-group"
_KEPT_SECONDS = 300


def may_tend_search(user: Any) -> bool:
    """Members of Communications have rights in the CMS, so whoever has none is answered without a query."""
    if not is_somebody(user):
        return False
    if is_administrator(user):
        return True
    return bool(user.has_cms) and _communications_id() in group_ids(user)


def _communications_id() -> int:
    known: int | None = cache.get(_GROUP_KEY)
    if known is None:
        known = Group.objects.values_list("pk", flat=True).get(name=COMMUNICATIONS_GROUP)
        cache.set(_GROUP_KEY, known, _KEPT_SECONDS)
    return known
