"""Taking a team away: its pages, files, groups and memberships, all of it or nothing."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Collection, Page, ReferenceIndex

from core.access import is_administrator
from core.text import fold

from . import signals
from .members import lock_team
from .membership import refresh_standing
from .models import Team


@dataclass(frozen=True)
class WhatGoes:
    """What disappears with a team."""

    pages: int
    files: int
    members: int
    used_elsewhere: int


def what_goes(team: Team) -> WhatGoes:
    # The team's own page and its two indexes are nobody's words.
    pages = Page.objects.filter(path__startswith=team.page.path, depth__gt=team.page.depth + 1).count()
    files = sum(model.objects.filter(collection_id=team.collection_id).count() for model in _file_models())
    return WhatGoes(pages, files, team.memberships.count(), len(_used_elsewhere(team)))


@transaction.atomic
def delete_team(*, team: Team, typed_name: str, by: Any) -> None:
    """Delete a team with everything in it. ``typed_name`` proves that somebody read which one.

    Refused while pages of other teams show its files: they would be left with holes.
    """
    if not is_administrator(by):
        raise PermissionDenied
    team = lock_team(team)
    if fold(typed_name) != fold(team.name):
        raise ValidationError({"typed_name": _("This is not the name of the team.")})
    elsewhere = _used_elsewhere(team)
    if elsewhere:
        raise ValidationError(
            ngettext(
                "%(count)s page of another team shows files of this one. Give it other files first: %(titles)s.",
                "%(count)s pages of other teams show files of this one. Give them other files first: %(titles)s.",
                len(elsewhere),
            )
            % {"count": len(elsewhere), "titles": ", ".join(sorted(elsewhere.values())[:5])}
        )
    signals.team_deleted.send(sender=Team, team=team, by=by)
    members = list(team.memberships.values_list("person_id", flat=True))
    groups = list(team.group_ids_by_role().values())
    collection = Collection.objects.get(pk=team.collection_id)
    log(instance=team, action="teams.delete", user=by, title=team.name, deleted=True)
    # From the leaves to the root: pages name the team, the team names groups and collection.
    Page.objects.get(pk=team.page.pk).delete()
    for model in _file_models():
        for file in model.objects.filter(collection=collection):
            file.delete()
    Team.objects.get(pk=team.pk).delete()
    collection.delete()
    Group.objects.filter(pk__in=groups).delete()
    refresh_standing(members)


def _used_elsewhere(team: Team) -> dict[int, str]:
    """Pages outside the team's tree that show files of its collection, by id with their titles."""
    pages: set[int] = set()
    for model in _file_models():
        ids = [str(pk) for pk in model.objects.filter(collection_id=team.collection_id).values_list("pk", flat=True)]
        if ids:
            pages |= {
                int(pk)
                for pk in ReferenceIndex.objects.filter(
                    base_content_type=ContentType.objects.get_for_model(Page),
                    to_content_type=ContentType.objects.get_for_model(model),
                    to_object_id__in=ids,
                ).values_list("object_id", flat=True)
            }
    outside = Page.objects.filter(pk__in=pages).exclude(path__startswith=team.page.path)
    return dict(outside.values_list("pk", "title"))


def _file_models() -> tuple[Any, Any]:
    return get_image_model(), get_document_model()
