"""What a team's groups may do in the CMS: on the team's own subtree and collection, and nowhere else.

No group ever holds Wagtail's publish right: that one word also opens unpublish, move, reorder and everybody's drafts.
"""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from .models import Team


def grant_team_rights(team: Team, page: Page, house: Collection) -> None:
    """Give a new team's groups their rights on its page tree and collection; the house's files may be chosen."""
    cms = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for group in (team.authors, team.editors, team.leads):
        group.permissions.add(cms)
    _on_page(team.authors, page, "add")
    _on_page(team.editors, page, "add", "change")
    _on_page(team.leads, page, "add", "change")
    _on_collection(team.authors, team.collection, "add", "choose")
    _on_collection(team.authors, house, "choose")
    for group in (team.editors, team.leads):
        _on_collection(group, team.collection, "add", "change", "choose")


def _on_page(group: Group, page: Page, *actions: str) -> None:
    kind = ContentType.objects.get_for_model(Page)
    for permission in Permission.objects.filter(
        content_type=kind, codename__in=[f"{action}_page" for action in actions]
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _on_collection(group: Group, collection: Collection, *actions: str) -> None:
    # Wagtail asks for the rights of its own two models, whichever models stand in for them.
    for model in (Image, Document):
        # Wagtail asks for rights on its own models, whatever model stands in their place.
        asked_for = policy_registry.get_by_type(model).auth_model
        kind = ContentType.objects.get_for_model(asked_for)
        codenames = [f"{action}_{asked_for._meta.model_name}" for action in actions]
        for permission in Permission.objects.filter(content_type=kind, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
