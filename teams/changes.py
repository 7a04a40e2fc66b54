"""Changing what a team is: its name, who reads it, who approves, who may comment, how it looks, whether it goes on."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.log_actions import log

from core.access import is_administrator
from people.models import HUES

from . import signals
from .creation import GROUP_LABELS, check_name, group_name
from .members import lock_for_lead, lock_team
from .membership import refresh_standing_of_team
from .models import CommentPolicy, JoinRequest, PostingPolicy, RequestState, Team, Visibility
from .permissions import may_lead
from .restrictions import apply_restrictions


@transaction.atomic
def rename_team(*, team: Team, name: str, slug: str = "", by: Any) -> Team:
    """Give a team another name, and with it another address; the old addresses lead on.

    Wagtail writes the redirects of the page and everything live below it when the transaction is through.
    """
    if not is_administrator(by):
        raise PermissionDenied
    team = lock_team(team)
    name = " ".join(name.split())
    slug = slug or slugify(name)
    check_name(name, slug, team=team)
    before = team.name
    team.name, team.slug = name, slug
    team.save(update_fields=["name", "name_folded", "slug"])
    page = team.page
    page.title = page.draft_title = name
    page.slug = slug
    page.save()
    for part in GROUP_LABELS:
        Group.objects.filter(pk=getattr(team, f"{part}_id")).update(name=group_name(name, part))
    team.collection.name = name
    team.collection.save(update_fields=["name"])
    log(instance=page, action="teams.rename", user=by, data={"before": before, "after": name})
    return team


@transaction.atomic
def change_visibility(*, team: Team, visibility: str, by: Any) -> Team:
    """Change who learns of the team and who reads it: restrictions, pages and files follow in this transaction."""
    team = lock_for_lead(team, by)
    if visibility not in Visibility.values:
        raise ValidationError(_("Choose open, closed or secret."))
    if team.visibility == visibility:
        return team
    before, team.visibility = team.visibility, visibility
    team.save(update_fields=["visibility"])
    apply_restrictions(team)
    if visibility == Visibility.SECRET:
        # Whoever still waits at the door must not hear from behind it again.
        JoinRequest.objects.filter(team=team, state=RequestState.WAITING).delete()
    log(
        instance=team.page,
        action="teams.visibility",
        user=by,
        data={"before": short_label(Visibility(before)), "after": short_label(Visibility(visibility))},
    )
    signals.visibility_changed.send(sender=Team, team=team, by=by)
    return team


@transaction.atomic
def change_posting_policy(*, team: Team, policy: str, by: Any) -> Team:
    """Change who must say yes before something of the team goes live."""
    return _change_policy(lock_for_lead(team, by), "posting_policy", PostingPolicy, policy, by)


@transaction.atomic
def change_comment_policy(*, team: Team, policy: str, by: Any) -> Team:
    """Change who may write in the team's threads."""
    return _change_policy(lock_for_lead(team, by), "comment_policy", CommentPolicy, policy, by)


@transaction.atomic
def change_looks(*, team: Team, purpose: str, hue: int, by: Any) -> Team:
    """Say anew what the team is for, and choose its colour."""
    team = lock_for_lead(team, by)
    if not 0 <= hue < HUES:
        raise ValidationError(_("Choose one of the colours."))
    team.purpose, team.hue = purpose, hue
    team.save(update_fields=["purpose", "hue"])
    log(instance=team.page, action="teams.looks", user=by)
    return team


def change_picture(*, team: Team, file: File | None, by: Any) -> Team:  # type: ignore[type-arg]  # Django's File
    """Give the team another picture, or with None none. It lies in the team's own collection, so it is read by whom
    the team is read."""
    if not may_lead(by, team):
        raise PermissionDenied
    picture = None
    if file is not None:
        # Written outside the transaction: no file is touched while others wait for the database.
        picture = get_image_model().objects.create(
            title=_("Picture of %(team)s") % {"team": team.name},
            file=file,
            collection_id=team.collection_id,
            uploaded_by_user=by,
        )
    with transaction.atomic():
        team = lock_for_lead(team, by)
        team.picture = picture
        team.save(update_fields=["picture"])
        log(instance=team.page, action="teams.looks", user=by)
    return team


@transaction.atomic
def archive_team(*, team: Team, by: Any) -> Team:
    """Make the team read-only: everything stays readable, nothing new is written."""
    return _set_archived(team, timezone.now(), "teams.archive", by)


@transaction.atomic
def unarchive_team(*, team: Team, by: Any) -> Team:
    return _set_archived(team, None, "teams.unarchive", by)


def short_label(choice: Any) -> str:
    """The first word of a choice: "Open" of "Open: everybody finds and reads it"."""
    return str(choice.label).partition(":")[0]


def _set_archived(team: Team, moment: Any, action: str, by: Any) -> Team:
    if not is_administrator(by):
        raise PermissionDenied
    team = lock_team(team)
    if team.is_archived == (moment is not None):
        return team
    team.archived_at = moment
    team.save(update_fields=["archived_at"])
    refresh_standing_of_team(team)
    log(instance=team.page, action=action, user=by)
    signals.team_archived.send(sender=Team, team=team, by=by)
    return team


def _change_policy(team: Team, field: str, choices: Any, value: str, by: Any) -> Team:
    if value not in choices.values:
        raise ValidationError(_("Choose one of the policies."))
    before = getattr(team, field)
    if before == value:
        return team
    setattr(team, field, value)
    team.save(update_fields=[field])
    log(
        instance=team.page,
        action="teams.policy",
        user=by,
        data={"before": str(choices(before).label), "after": str(choices(value).label)},
    )
    signals.policy_changed.send(sender=Team, team=team, by=by)
    return team
