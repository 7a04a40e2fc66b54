"""The people who read a page, as one condition on people."""

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from people.querysets import UserQuerySet
from publishing.models import Article


def reads(article: Article) -> Q:
    """Holds for a person whom the page's audience includes. Whether they still have access is asked beside it."""
    if article.audience_id is None:
        return Q(pk__isnull=False)
    through = get_user_model().groups.through
    return Q(is_superuser=True) | Q(
        Exists(through.objects.filter(user_id=OuterRef("pk"), group_id=article.audience_id))
    )


def readers_of(article: Article) -> UserQuerySet:
    """Active people who may read the page."""
    people: UserQuerySet = get_user_model().objects.active().filter(reads(article))
    return people
