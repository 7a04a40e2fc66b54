"""The parts of the house that every team hangs from: the list of teams, the house's collection, its two groups."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db.models import QuerySet
from wagtail.models import Collection

from core.access import group_ids, is_administrator, is_somebody

from .models import TeamsPage

COMMUNICATIONS_GROUP = "Communications"
MODERATORS_GROUP = "Moderators"
HOUSE_COLLECTION = "House"
_GROUP_KEY = "teams:communications-group"
_KEPT_SECONDS = 300


def teams_page() -> TeamsPage:
    return TeamsPage.objects.get()


def house_collection() -> Collection:
    return Collection.objects.get(name=HOUSE_COLLECTION, depth=2)


def communications_group() -> Group:
    return Group.objects.get(name=COMMUNICATIONS_GROUP)


def moderators_group() -> Group:
    return Group.objects.get(name=MODERATORS_GROUP)


def groups_handed_out() -> QuerySet[Group]:
    """The groups of the house itself, which administrators give by hand; those of teams follow memberships."""
    return Group.objects.filter(name__in=(COMMUNICATIONS_GROUP, MODERATORS_GROUP))


def is_communications_or_administrator(user: Any) -> bool:
    """Members of Communications have rights in the CMS, so whoever has none is answered without a query."""
    if not is_somebody(user):
        return False
    if is_administrator(user):
        return True
    return bool(user.has_cms) and _communications_id() in group_ids(user)


def _communications_id() -> int:
    """A migration makes the group and nobody can remove it, so the header of every page need not ask."""
    known: int | None = cache.get(_GROUP_KEY)
    if known is None:
        known = communications_group().pk
        cache.set(_GROUP_KEY, known, _KEPT_SECONDS)
    return known
