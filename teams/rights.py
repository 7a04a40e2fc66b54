"""What a team's groups may do in the CMS: on the team's own subtree and collection, and nowhere else.

No group ever holds Wagtail's publish right: that one word also opens unpublish, move, reorder and everybody's drafts.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from .models import Team

Allowed = Mapping[Group, Sequence[str]]


def grant_team_rights(team: Team, page: Page, house: Collection) -> None:
    """Give a new team's groups their rights on its page tree and collection; the house's files may be chosen."""
    authors, editors, leads = team.authors, team.editors, team.leads
    cms = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    cms.group_set.add(authors, editors, leads)
    _on_page(page, {authors: ["add"], editors: ["add", "change"], leads: ["add", "change"]})
    whole = ["add", "change", "choose"]
    _on_collection(team.collection, {authors: ["add", "choose"], editors: whole, leads: whole})
    _on_collection(house, {authors: ["choose"]})


def _on_page(page: Page, allowed: Allowed) -> None:
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=page, permission=permission)
        for group, permission in _given(Page, allowed)
    )


def _on_collection(collection: Collection, allowed: Allowed) -> None:
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permission)
        for model in (Image, Document)
        # Wagtail asks for rights on its own models, whatever model stands in their place.
        for group, permission in _given(policy_registry.get_by_type(model).auth_model, allowed)
    )


def _given(model: type[Model], allowed: Allowed) -> Iterator[tuple[Group, Permission]]:
    """Every group beside every right that it gets on this model, whose rights are read once for all of them."""
    kind = ContentType.objects.get_for_model(model)
    rights = {right.codename: right for right in Permission.objects.filter(content_type=kind)}
    for group, actions in allowed.items():
        for action in actions:
            yield group, rights[f"{action}_{model._meta.model_name}"]
