"""Who hears of what was decided about comments, flags and people, and in which words.

Whoever flagged something hears what came of it, and nobody else hears that they did.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import can_view
from core.formatting import full_time
from notifications import kinds
from notifications.actions import tell
from notifications.models import Notification
from publishing.models import Article
from teams.models import Team

from ..models import Ban, Comment, Flag, ModerationRecord, State
from ..moderators import moderators_of
from . import told, told_lines
from .told import Word

FLAG = "comment_flag"
BAN = "comment_ban"
Action = ModerationRecord.Action


def of_flags(
    record: ModerationRecord, comment: Comment, flags: Iterable[Flag], *, is_taken_back: bool = False
) -> list[Word]:
    """Those who flagged: what came of it."""
    outcome = "open" if is_taken_back else str(record.action)
    data = {"outcome": outcome, "title": comment.page.title}
    key = f"comment-flag:{record.pk}:{'open' if is_taken_back else 'decided'}"
    return [Word(flag.person, FLAG, key, comment, None, data) for flag in flags]


def of_hiding_by_flags(record: ModerationRecord, comment: Comment) -> list[Word]:
    """Those who decide about it now."""
    return _to_moderators(comment, f"comment-flagged:{record.pk}", "flagged")


def of_mending(record: ModerationRecord, comment: Comment) -> list[Word]:
    return _to_moderators(comment, f"comment-mended:{record.pk}", "mended")


def of_a_move(record: ModerationRecord, pks: list[int], source: Article, target: Article) -> list[Word]:
    """Everybody who wrote in a branch: where it is now, and why. Who may not read that page hears only that it went."""
    heard = []
    seen: set[int | None] = {None}
    rows = Comment.objects.filter(pk__in=pks, state__in=(State.PUBLIC, State.HELD)).select_related("user")
    for row in rows.order_by("pk"):
        if row.user_id in seen:
            continue
        seen.add(row.user_id)
        may_follow = can_view(row.user, target)
        row.page = target if may_follow else source
        data = {
            "action": str(Action.MOVE),
            "reason": record.reason,
            "title": row.page.title,
            "to": may_follow,
        }
        heard.append(Word(row.user, told.DECISION, f"comment-move:{record.pk}", row, record.by, data))
    return heard


def of_an_undoing(record: ModerationRecord, comment: Comment) -> list[Word]:
    """The author: how their comment stands now."""
    if comment.user is None:
        return []
    stands = {State.PUBLIC: "restore", State.HIDDEN: "hide", State.HELD: "held"}[State(comment.state)]
    data = {"action": stands, "reason": comment.hidden_reason, "title": comment.page.title}
    return [Word(comment.user, told.DECISION, f"comment-decision:{record.pk}", comment, record.by, data)]


def tell_of_a_ban(record: ModerationRecord, ban: Ban, *, is_over: bool = False) -> None:
    """The person: in which team, until when and why; or that it is over."""
    data = {"team": ban.team.name, "team_id": ban.team_id, "until": ban.until.isoformat(), "reason": ban.reason}
    tell(person=ban.person, kind=BAN, key=f"comment-ban:{record.pk}", actor=record.by, data=data | {"over": is_over})


def tell_of_an_undone_ban(undoing: ModerationRecord, record: ModerationRecord) -> None:
    ban = Ban.objects.select_related("team", "person").get(pk=record.before["ban"])
    earlier = Ban.objects.filter(pk__in=record.before["earlier"]).select_related("team", "person").last()
    stands = earlier or ban
    tell_of_a_ban(undoing, stands, is_over=stands.lifted_at is not None)


def follow_move(pks: list[int], target: Article) -> None:
    """What was told about moved comments is about the page they stand on now: its title is read by other people."""
    Notification.objects.filter(target_id__in=pks, kind__startswith="comment_").update(page=target)


def _to_moderators(comment: Comment, key: str, why: str) -> list[Word]:
    people = get_user_model().objects.filter(moderators_of(comment.page.team), is_active=True).distinct()
    data = {"title": comment.page.title, "name": comment.author_name, "why": why}
    return [Word(person, told.HELD, key, comment, None, data) for person in people if person.pk != comment.user_id]


# --- The inbox asks again ---------------------------------------------------------------------------------------------


def teams_still_seen(person: Any, rows: Iterable[Notification]) -> set[int]:
    """Rows about a team of which this person may know today."""
    rows = list(rows)
    asked = {row.data.get("team_id") for row in rows}
    known = set(Team.objects.known_to(person).filter(pk__in=asked).values_list("pk", flat=True))
    return {row.pk for row in rows if row.data.get("team_id") in known}


def _flag_sentence(row: Notification) -> str:
    about = {"title": row.page.title if row.page is not None else row.data.get("title", "")}
    if row.data.get("outcome") == "hide":
        return _("Thank you for your flag under “%(title)s”: a moderator agreed, and the comment is hidden.") % about
    if row.data.get("outcome") == "open":
        return _("The decision about your flag under “%(title)s” was taken back. It is looked at again.") % about
    return _("Thank you for your flag under “%(title)s”: a moderator looked, and the comment stays.") % about


def _flag_address(row: Notification) -> str:
    """A hidden comment has no place to lead to; its page has."""
    if row.data.get("outcome") in ("hide", "open"):
        return f"/go/{row.page_id}/" if row.page_id else ""
    return f"/talk/{row.target_id}/"


def _ban_sentence(row: Notification) -> str:
    if row.data.get("over"):
        return _("You may write in the threads of %(team)s again.") % row.data
    until = full_time(datetime.fromisoformat(row.data["until"]))
    return _("You do not write in the threads of %(team)s until %(until)s: %(reason)s") % (row.data | {"until": until})


def register() -> None:
    kinds.register(
        kinds.Kind(
            FLAG,
            gettext_lazy("Flags of mine"),
            _flag_sentence,
            _flag_address,
            still_seen=told_lines.pages_still_seen,
            icon="flag",
            mail="conversations/mail/comment_flag",
            group=told.MODERATION,
        )
    )
    kinds.register(
        kinds.Kind(
            BAN,
            gettext_lazy("Bans from commenting"),
            _ban_sentence,
            lambda row: "",
            still_seen=teams_still_seen,
            icon="shield",
            mail="conversations/mail/comment_ban",
            group=told.MODERATION,
        )
    )
