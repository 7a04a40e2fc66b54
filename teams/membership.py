"""Keeping a team's groups in step with its memberships: every member reads, authors and above write, and so on.

Wagtail asks groups; people think in roles. The rows decide, the groups follow in the same transaction.
"""

from typing import Any

from django.contrib.auth import get_user_model

from core.access import forget_group_ids

from .models import Role, Team

GROUPS_OF_ROLE: dict[str | None, tuple[str, ...]] = {
    Role.MEMBER: (Role.MEMBER,),
    Role.AUTHOR: (Role.MEMBER, Role.AUTHOR),
    Role.EDITOR: (Role.MEMBER, Role.AUTHOR, Role.EDITOR),
    Role.LEAD: (Role.MEMBER, Role.AUTHOR, Role.EDITOR, Role.LEAD),
    None: (),
}


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
