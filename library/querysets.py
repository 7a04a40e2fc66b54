"""Reads of many pictures or documents."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from wagtail.models import Collection, CollectionViewRestriction

from core.access import group_ids, is_administrator, is_somebody


def closed_collections(user: Any) -> set[int]:
    """The ids of the collections this person may not read: those restricted to groups they do not hold, and all below.

    Two queries whatever the number of teams: there are few collections, so they are compared here by their paths.
    """
    mine = group_ids(user)
    refused: dict[int, str] = {}
    restrictions = CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups")
    for restriction in restrictions:
        if restriction.restriction_type == CollectionViewRestriction.LOGIN:
            continue
        if not any(group.pk in mine for group in restriction.groups.all()):
            refused[restriction.collection_id] = restriction.collection.path
    if not refused:
        return set()
    below = tuple(refused.values())
    return {pk for pk, path in Collection.objects.values_list("pk", "path") if path.startswith(below)}


class OfVisibleCollections(models.QuerySet[Any]):
    """Adds ``visible_to`` to whatever belongs to a collection."""

    def visible_to(self, user: Any) -> Self:
        """What ``user`` may read."""
        if not is_somebody(user or AnonymousUser()):
            return self.none()
        if is_administrator(user):
            return self.all()
        return self.exclude(collection_id__in=closed_collections(user))
