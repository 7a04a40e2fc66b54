"""Who among many people reads an article: the rule of ``visible_to``, asked from the other side."""

from collections.abc import Collection

from django.contrib.auth import get_user_model
from django.db.models import Q

from .models import Article


def readers_among(page_id: int | None, people: Collection[int]) -> set[int]:
    """Which of these people may read a live article: everybody with access, or its audience and administrators. Two
    queries, however many people. Nobody reads what is not live, or is no article."""
    audience = list(Article.objects.filter(pk=page_id, live=True).values_list("audience_id", flat=True))
    if not audience:
        return set()
    found = get_user_model().objects.active().filter(pk__in=people)
    if audience[0] is not None:
        held = get_user_model().groups.through.objects.filter(group_id=audience[0], user_id__in=people)
        found = found.filter(Q(is_superuser=True) | Q(pk__in=held.values("user_id")))
    return set(found.values_list("pk", flat=True))
