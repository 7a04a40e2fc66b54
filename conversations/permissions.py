"""Who may write in a thread, and who may keep it in order."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import can_view, group_ids, is_administrator, is_somebody
from core.formatting import full_time
from publishing.models import Article, Purpose
from publishing.permissions import is_author
from teams.models import CommentPolicy, Team, Visibility
from teams.permissions import may_edit_in

from . import bans
from .models import Comment, State
from .moderators import is_site_moderator


def user_can_moderate(user: Any, about: Comment | Team) -> bool:
    """Editors and leads their team's threads, also of an archived team; the Moderators group those of open teams."""
    if not is_somebody(user):
        return False
    team = about.page.team if isinstance(about, Comment) else about
    if is_administrator(user):
        return True
    if not group_ids(user).isdisjoint((team.editors_id, team.leads_id)):
        return True
    return team.visibility == Visibility.OPEN and is_site_moderator(user)


def may_let_out(user: Any, comment: Comment) -> bool:
    """Whether ``user`` may say that a comment which was held, hidden or flagged is fine: another than who wrote it."""
    return comment.user_id != user.pk and user_can_moderate(user, comment)


def may_read_comment(user: Any, comment: Comment) -> bool:
    """The rule behind ``can_view``: what is shown, by whoever reads the page; what is held, by its author and the
    moderators; what is hidden, by the moderators. What is deleted has no reader; ``history`` has its own rule."""
    if comment.state == State.DELETED or not comment.page.live or not can_view(user, comment.page):
        return False
    if comment.state == State.PUBLIC or (comment.state == State.HELD and comment.user_id == user.pk):
        return True
    return user_can_moderate(user, comment)


def user_can_set_rules(user: Any, article: Article) -> bool:
    """Who says what counts in one thread: the editors and leads of the page's team, and administrators."""
    if not is_somebody(user) or not article.live or article.team.is_archived:
        return False
    team = article.team
    return is_administrator(user) or not group_ids(user).isdisjoint((team.editors_id, team.leads_id))


def stricter_policies(team: Team) -> tuple[str, ...]:
    """What a page may ask for beyond its team. Closing a thread is an act of its own, with a reason and a day."""
    if team.comment_policy == CommentPolicy.CLOSED:
        return ()
    return tuple(each for each in (CommentPolicy.MEMBERS, CommentPolicy.HELD) if each != team.comment_policy)


@dataclass(frozen=True)
class Rules:
    """What a team's and a page's comment policy say together: the page may be stricter, never laxer."""

    members_only: bool
    is_held: bool
    is_closed: bool


def rules_of(article: Article) -> Rules:
    asked = {article.team.comment_policy, article.comment_policy}
    return Rules(
        members_only=CommentPolicy.MEMBERS in asked,
        is_held=CommentPolicy.HELD in asked,
        is_closed=CommentPolicy.CLOSED in asked or article.team.is_archived or has_closed(article),
    )


def has_closed(article: Article) -> bool:
    """Whether the day on which the thread closes has come. No job has to run for that."""
    return article.talk_closes_at is not None and article.talk_closes_at <= timezone.now()


def why_not(user: Any, article: Article, *, is_writing: bool = False) -> str:
    """Why this reader of the page may not write in its thread, in a sentence; "" when they may.

    With ``is_writing`` nothing that was remembered is believed: for the moment in which something is written.
    """
    if article.team.is_archived:
        return _("The team is archived: its threads can be read, and nothing is added.")
    if has_closed(article) and article.talk_closes_at is not None:
        return _("This thread was closed on %(day)s: %(reason)s") % {
            "day": full_time(article.talk_closes_at),
            "reason": article.talk_closed_reason,
        }
    rules = rules_of(article)
    if rules.is_closed:
        return _("This thread is closed: it can be read, and nothing is added.")
    if rules.members_only and article.team.readers_id not in group_ids(user):
        return _("Only members of the team write here. You can read along, or join the team.")
    return bans.why_not(user, article.team, asks_anew=is_writing)


def is_held_for(user: Any, article: Article) -> bool:
    """Whether what this person writes waits for a moderator. Those who moderate the thread need no moderator."""
    return rules_of(article).is_held and not user_can_moderate(user, article.team)


def may_settle(user: Any, article: Article) -> bool:
    """Who says what came of a question or a decision: the page's authors, and the team's editors and leads."""
    if not article.live or article.team.is_archived:
        return False
    return may_edit_in(user, article.team) or is_author(user, article)


def may_accept_answers(user: Any, article: Article) -> bool:
    return article.purpose == Purpose.ASK and may_settle(user, article)


def may_record_outcome(user: Any, article: Article) -> bool:
    return article.purpose == Purpose.DECIDE and may_settle(user, article)
