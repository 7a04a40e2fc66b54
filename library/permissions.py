"""Who may read one file: whoever may read its collection."""

from typing import Any

from wagtail.models import Collection, CollectionViewRestriction

from core.access import can_view, group_ids, is_administrator


def can_view_file(user: Any, file: Any) -> bool:
    """Every restriction on the file's collection and on those above it must let this person in: one query."""
    if is_administrator(user):
        return True
    path = file.collection.path
    above = [path[:end] for end in range(Collection.steplen, len(path) + 1, Collection.steplen)]
    admitted: dict[int, set[int | None]] = {}
    rows = CollectionViewRestriction.objects.filter(collection__path__in=above).exclude(
        restriction_type=CollectionViewRestriction.LOGIN
    )
    for restriction, group in rows.values_list("pk", "groups"):
        admitted.setdefault(restriction, set()).add(group)
    return not admitted or all(groups & group_ids(user) for groups in admitted.values())


def can_view_rendition(user: Any, rendition: Any) -> bool:
    return can_view(user, rendition.image)
