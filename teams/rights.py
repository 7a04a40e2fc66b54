"""What a team's groups may do in the CMS: on the team's own subtree and collection, and nowhere else.

No group ever holds Wagtail's publish right: that one word also opens unpublish, move, reorder and everybody's drafts.
"""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

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
    for model in (get_image_model(), get_document_model()):
        kind = ContentType.objects.get_for_model(model)
        codenames = [f"{action}_{model._meta.model_name}" for action in actions]
        for permission in Permission.objects.filter(content_type=kind, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
