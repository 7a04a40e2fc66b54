"""Who may read one file: whoever may read its collection."""

from typing import Any

from wagtail.models import CollectionViewRestriction

from core.access import can_view, group_ids, is_administrator


def can_view_file(user: Any, file: Any) -> bool:
    if is_administrator(user):
        return True
    mine = group_ids(user)
    return all(
        restriction.restriction_type == CollectionViewRestriction.LOGIN
        or any(group.pk in mine for group in restriction.groups.all())
        for restriction in file.collection.get_view_restrictions().prefetch_related("groups")
    )


def can_view_rendition(user: Any, rendition: Any) -> bool:
    return can_view(user, rendition.image)
