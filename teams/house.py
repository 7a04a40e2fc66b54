"""The parts of the house that every team hangs from: the list of teams, the house's collection, its two groups."""

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from wagtail.models import Collection

from .models import TeamsPage

COMMUNICATIONS_GROUP = "Communications"
MODERATORS_GROUP = "Moderators"
HOUSE_COLLECTION = "House"


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
