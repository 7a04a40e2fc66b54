"""What people may do in the CMS with the pages that the house and its teams stand on."""

from typing import Any

from wagtail.models import PagePermissionTester

from core.access import is_administrator, is_somebody

from . import permissions


class FixedPageTester(PagePermissionTester):
    """A page that is part of the house: it is not written, moved, copied, hidden or deleted in the CMS by anybody."""

    def can_add_subpage(self) -> bool:
        return False

    def can_edit(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False  # who may read is the team's to say

    def can_unschedule(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False

    def can_unlock(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_move_to(self, destination: Any) -> bool:
        return False

    def can_copy_to(self, destination: Any, recursive: bool = False) -> bool:
        return False


class TeamPageTester(FixedPageTester):
    """Leads write and publish what the team says about itself; everything else about the page is the team's to say."""

    def can_edit(self) -> bool:
        team = self.page.team
        return is_somebody(self.user) and not team.is_archived and permissions.may_lead(self.user, team)

    def can_publish(self) -> bool:
        return self.can_edit()

    def can_view_revisions(self) -> bool:
        return is_administrator(self.user) or self.can_edit()
