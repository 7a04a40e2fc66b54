"""Making a team whole in one act, and taking it away again."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Collection

from core.access import is_administrator
from core.text import fold
from people.models import hue_of

from . import signals
from .house import house_collection, teams_page
from .membership import put_in_groups
from .models import (
    RESERVED_BELOW_TEAMS,
    CommentPolicy,
    Membership,
    PostingPolicy,
    Role,
    Team,
    TeamPage,
    Visibility,
)
from .restrictions import apply_restrictions
from .rights import grant_team_rights

GROUP_LABELS = {"readers": "readers", "authors": "authors", "editors": "editors", "leads": "leads"}


def check_name(name: str, slug: str, *, team: Team | None = None) -> None:
    """Refuse a name or address that another team has, or that the house keeps for itself. Raises ValidationError."""
    others = Team.objects.exclude(pk=team.pk) if team else Team.objects.all()
    if not slug or slug in RESERVED_BELOW_TEAMS:
        raise ValidationError({"name": _("This name cannot be used as an address. Choose another.")})
    if others.filter(name_folded=fold(name)).exists() or others.filter(slug=slug).exists():
        raise ValidationError({"name": _("There is a team with this name already.")})


def group_name(team_name: str, part: str) -> str:
    return f"{team_name} · {GROUP_LABELS[part]}"


@transaction.atomic
def create_team(
    *,
    by: Any,
    name: str,
    purpose: str,
    lead: Any = None,
    slug: str = "",
    visibility: str = Visibility.OPEN,
    posting_policy: str = PostingPolicy.EDITORS,
    comment_policy: str = CommentPolicy.OPEN,
    hue: int | None = None,
) -> Team:
    """Make a team with everything it needs: groups, collection, page, rights, and whatever higher rooms add
    (blog, projects index, approval route) in answer to ``team_created``. All of it, or nothing.

    ``by`` must be an administrator. ``lead``, when given, becomes the first member.
    Raises ValidationError when the name or its address is taken.
    """
    if not is_administrator(by):
        raise PermissionDenied
    name = " ".join(name.split())
    slug = slug or slugify(name)
    check_name(name, slug)

    groups = {part: Group.objects.create(name=group_name(name, part)) for part in GROUP_LABELS}
    collection = Collection.get_first_root_node().add_child(name=name)
    team = Team.objects.create(
        name=name,
        slug=slug,
        purpose=purpose,
        visibility=visibility,
        posting_policy=posting_policy,
        comment_policy=comment_policy,
        hue=hue_of(slug) if hue is None else hue,
        collection=collection,
        **groups,
    )
    page = teams_page().add_child(instance=TeamPage(title=name, slug=slug, team=team, owner=by, show_in_menus=False))
    grant_team_rights(team, page, house_collection())
    apply_restrictions(team)
    log(instance=page, action="teams.create", user=by)
    if lead is not None:
        Membership.objects.create(team=team, person=lead, role=Role.LEAD, added_by=by)
        put_in_groups(team, lead, Role.LEAD)
        signals.membership_changed.send(sender=Team, team=team, person=lead, role=Role.LEAD, by=by)
    signals.team_created.send(sender=Team, team=team, page=page, by=by)
    return team
