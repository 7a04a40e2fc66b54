"""Keeping a team's groups in step with its memberships: every member reads, authors and above write, and so on.

Wagtail asks groups; people think in roles. The rows decide, the groups follow in the same transaction, and with them
two facts on the person's row that the frame of every page asks for.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef

from core.access import forget_group_ids

from .models import Role, Team

GROUPS_OF_ROLE: dict[str | None, tuple[str, ...]] = {
    Role.MEMBER: (Role.MEMBER,),
    Role.AUTHOR: (Role.MEMBER, Role.AUTHOR),
    Role.EDITOR: (Role.MEMBER, Role.AUTHOR, Role.EDITOR),
    Role.LEAD: (Role.MEMBER, Role.AUTHOR, Role.EDITOR, Role.LEAD),
    None: (),
}
_AT_ONCE = 500


def put_in_groups(team: Team, person: Any, role: str | None) -> None:
    """Give a person exactly the groups that their role in this team implies."""
    by_role = team.group_ids_by_role()
    wanted = {by_role[name] for name in GROUPS_OF_ROLE[role]}
    through = get_user_model().groups.through
    held = set(
        through.objects.filter(user_id=person.pk, group_id__in=by_role.values()).values_list("group_id", flat=True)
    )
    through.objects.filter(user_id=person.pk, group_id__in=held - wanted).delete()
    through.objects.bulk_create(
        [through(user_id=person.pk, group_id=group_id) for group_id in wanted - held], ignore_conflicts=True
    )
    forget_group_ids(person)
    refresh_standing([person.pk])


def refresh_standing(people_ids: Iterable[int]) -> None:
    """Write on people's rows what their groups make of them: may they write somewhere, may they enter the CMS.

    Belongs after every change of groups that goes around ``put_in_groups``.
    """
    people = get_user_model().objects
    held = get_user_model().groups.through.objects.filter(user_id=OuterRef("pk"))
    writes = held.filter(group__authored_team__isnull=False, group__authored_team__archived_at__isnull=True)
    cms = held.filter(
        group__permissions__content_type__app_label="wagtailadmin", group__permissions__codename="access_admin"
    )
    left = iter(people_ids)
    while some := list(islice(left, _AT_ONCE)):
        people.filter(pk__in=some).update(can_write=Exists(writes), has_cms=Exists(cms))


def refresh_standing_of_team(team: Team) -> None:
    """After something about the team changed what its authors may do."""
    through = get_user_model().groups.through
    ids = through.objects.filter(group_id=team.authors_id).values_list("user_id", flat=True)
    refresh_standing(list(ids))
