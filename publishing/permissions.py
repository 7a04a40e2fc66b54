"""Who may do what with one article."""

from typing import TYPE_CHECKING, Any

from wagtail.models import Page, PagePermissionTester

from core.access import group_ids, is_administrator, is_somebody
from teams.models import PostingPolicy
from teams.permissions import may_edit_in, may_read, may_write_in

if TYPE_CHECKING:
    from .models import Article


def is_author(user: Any, article: "Article") -> bool:
    """In the byline of what is live or of what is being written, or the one who made it; and still an author of the
    team."""
    if not is_somebody(user) or article.team.authors_id not in group_ids(user):
        return False
    if article.owner_id == user.pk or any(a.person_id == user.pk for a in article.authorships.all()):
        return True
    return user.pk in _named_since_it_is_live(article)


def _named_since_it_is_live(article: "Article") -> set[int]:
    """Whom the latest revision of a live page names. A draft's own rows say it already, a live page's not before it is
    published again."""
    if not (article.live and article.has_unpublished_changes and article.latest_revision):
        return set()
    return {row["person"] for row in article.latest_revision.content.get("authorships", ())}


def may_read_drafts(user: Any, article: "Article") -> bool:
    """Authors of the page, and the team's editors and leads. Not plain members, not other teams."""
    return is_administrator(user) or article.team.editors_id in group_ids(user) or is_author(user, article)


def may_read_article(user: Any, article: "Article") -> bool:
    """The rule behind ``can_view``: live for its audience, a draft for those who write and edit it."""
    if article.live and (article.audience_id is None or article.audience_id in group_ids(user)):
        return True
    return may_read_drafts(user, article)


def may_edit(user: Any, article: "Article") -> bool:
    return not article.team.is_archived and may_read_drafts(user, article)


def may_publish_by_hand(user: Any, article: "Article") -> bool:
    """Only where the team's policy is *directly*, and only one's own page."""
    return (
        not article.team.is_archived
        and article.team.posting_policy == PostingPolicy.DIRECTLY
        and is_author(user, article)
    )


class ArticlePermissionTester(PagePermissionTester):
    """Wagtail's questions about an article, answered by roles in its team; administrators get no publish right here."""

    page: "Article"

    def can_add_subpage(self) -> bool:
        return False

    def can_edit(self) -> bool:
        if not is_somebody(self.user) or self.page.team.is_archived:
            return False
        if may_edit(self.user, self.page):
            return True
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))

    def _may_manage(self) -> bool:
        """Unpublish, restore, unschedule, expire, delete, move: editors and leads, and authors with their own page."""
        return may_edit(self.user, self.page)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self._may_manage()

    def can_unpublish(self) -> bool:
        return self.page.live and self._may_manage() and not self.page_locked()

    def can_unschedule(self) -> bool:
        return self._may_manage()

    def can_publish(self) -> bool:
        return may_publish_by_hand(self.user, self.page)

    def can_publish_subpage(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return may_edit(self.user, self.page) and super().can_submit_for_moderation()

    def can_set_view_restrictions(self) -> bool:
        return False  # who may read is the team's to say

    def can_reorder_children(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return may_edit_in(self.user, self.page.team)

    def can_unlock(self) -> bool:
        return self.user_has_lock() or may_edit_in(self.user, self.page.team)

    def can_move(self) -> bool:
        return self._may_manage() and not self.page.current_workflow_state

    def can_move_to(self, destination: Page) -> bool:
        """A mover needs the right in both teams: to edit there what is live, to write there what is a draft."""
        if destination == self.page or destination.is_descendant_of(self.page) or not self.can_move():
            return False
        if not self.page.is_child_of(destination) and not self.page.specific.can_move_to(destination):
            return False
        team = getattr(destination.specific, "team", None)
        if team is None:
            return False
        return may_edit_in(self.user, team) if self.page.live else may_write_in(self.user, team)

    def can_copy(self) -> bool:
        return may_edit(self.user, self.page)

    def can_view_revisions(self) -> bool:
        return may_read_drafts(self.user, self.page)


class IndexPermissionTester(PagePermissionTester):
    """Wagtail's questions about a page that holds a team's articles: authors add to it, leads edit it."""

    @property
    def team(self) -> Any:
        return self.page.specific.team  # type: ignore[attr-defined]  # every index page has one

    def can_add_subpage(self) -> bool:
        return may_write_in(self.user, self.team) and bool(self.page.specific_class.creatable_subpage_models())

    def can_edit(self) -> bool:
        return not self.team.is_archived and (self.team.leads_id in group_ids(self.user) or is_administrator(self.user))

    def can_publish(self) -> bool:
        return self.can_edit()

    def can_publish_subpage(self) -> bool:
        """The editor of a new page offers *Publish* where authors publish their own."""
        return self.team.posting_policy == PostingPolicy.DIRECTLY and may_write_in(self.user, self.team)

    def can_submit_for_moderation(self) -> bool:
        return False

    def _never(self, *args: Any, **kwargs: Any) -> bool:
        return False

    # A team's rooms come and go with the team.
    can_delete = can_unpublish = can_move = can_copy = can_set_view_restrictions = can_reorder_children = _never

    def can_view_revisions(self) -> bool:
        return may_read(self.user, self.team) and self.can_edit()
