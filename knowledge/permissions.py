"""Who says what a page is worth today."""

from typing import Any

from core.access import can_view, group_ids, is_administrator
from publishing.models import Article, Standing
from publishing.permissions import may_edit
from teams.permissions import may_edit_in


def is_keeper(user: Any, article: Article) -> bool:
    """Whether ``user`` looks after the page: by name, or as an editor or lead of the team that does. No query."""
    if article.keeper_id is not None:
        return bool(article.keeper_id == user.pk)
    return article.keeper_team is not None and article.keeper_team.editors_id in group_ids(user)


def may_call_official(user: Any, article: Article) -> bool:
    """The team speaks through its editors and leads."""
    return is_administrator(user) or may_edit_in(user, article.team)


def may_change_status(user: Any, article: Article) -> bool:
    """Authors of the page, and its team's editors and leads; what these have called official they alone change."""
    if article.team.is_archived or not can_view(user, article):
        return False
    return may_call_official(user, article) or (article.standing != Standing.OFFICIAL and may_edit(user, article))


def may_answer(user: Any, article: Article) -> bool:
    """Who says that the page still holds, or that it is outdated: whoever looks after it, and whoever may change its
    status."""
    if not article.live or article.team.is_archived or not can_view(user, article):
        return False
    return is_keeper(user, article) or may_change_status(user, article)
