"""What the inbox says of talk: who may still read it, in which line, and where it leads."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds
from notifications.models import Notification
from publishing.models import Article
from publishing.readers import readers_among

from ..models import Comment, ModerationRecord
from ..reading import visits
from ..writing import words as said
from .told import DECISION, FOLLOWED, HELD, MENTION, MODERATION, ON_PAGE, REPLY, TALK, quoted_now


def comments_still_seen(person: Any, rows: Iterable[Notification]) -> set[int]:
    """Rows whose comment ``person`` may read today. Two queries at most, however many rows."""
    by_comment = {row.target_id: row.pk for row in rows if row.target_id is not None}
    seen = Comment.objects.visible_to(person).filter(pk__in=by_comment.keys()).values_list("pk", flat=True)
    return {by_comment[pk] for pk in seen}


def talk_still_seen(person: Any, rows: Iterable[Notification]) -> set[int]:
    """For talk: what stands there for all to read. Moderators meet what is held or hidden in their queue."""
    by_comment = {row.target_id: row.pk for row in rows if row.target_id is not None}
    seen = Comment.objects.visible_to(person).shown().filter(pk__in=by_comment.keys()).values_list("pk", flat=True)
    return {by_comment[pk] for pk in seen}


def pages_still_seen(person: Any, rows: Iterable[Notification]) -> set[int]:
    """For decisions: the author hears of a hidden comment too, as long as they may read its page."""
    by_page: dict[int, list[int]] = {}
    for row in rows:
        if row.page_id is not None:
            by_page.setdefault(row.page_id, []).append(row.pk)
    seen = Article.objects.visible_to(person).filter(pk__in=by_page.keys()).values_list("pk", flat=True)
    return {pk for page_id in seen for pk in by_page[page_id]}


def whole_words(rows: Iterable[Notification]) -> dict[int, str]:
    """What mails quote: the comments as they stand now. One query."""
    by_comment = {row.target_id: row.pk for row in rows if row.target_id is not None}
    found = Comment.objects.shown().filter(pk__in=by_comment.keys()).values_list("pk", "comment")
    return {by_comment[pk]: said.plain(text) for pk, text in found}


def _about(row: Notification) -> dict[str, Any]:
    title = row.page.title if row.page is not None else row.data.get("title", "")
    name = row.actor.display_name if row.actor is not None else row.data.get("name", _("Somebody"))
    return row.data | {"title": title, "name": name}


def _reply_sentence(row: Notification) -> str:
    return _("%(name)s answered you under “%(title)s”: %(words)s") % _about(row)


def _page_sentence(row: Notification) -> str:
    return _("%(name)s commented on “%(title)s”: %(words)s") % _about(row)


def _mention_sentence(row: Notification) -> str:
    return _("%(name)s mentioned you under “%(title)s”: %(words)s") % _about(row)


def _reply_lead(row: Notification) -> str:
    return _("%(name)s answered you") % _about(row)


def _page_lead(row: Notification) -> str:
    return _("%(name)s commented") % _about(row)


def _mention_lead(row: Notification) -> str:
    return _("%(name)s mentioned you") % _about(row)


def _held_sentence(row: Notification) -> str:
    if row.data.get("why") == "flagged":
        return _("Flags have hidden a comment by %(name)s under “%(title)s”: decide about it") % _about(row)
    if row.data.get("why") == "mended":
        return _("%(name)s has mended a comment under “%(title)s”: look at it again") % _about(row)
    return _("A comment by %(name)s under “%(title)s” waits for a moderator") % _about(row)


def _decision_sentence(row: Notification) -> str:
    about = _about(row)
    if about.get("action") == ModerationRecord.Action.HIDE:
        return _("Your comment under “%(title)s” was hidden: %(reason)s") % about
    if about.get("action") == ModerationRecord.Action.HIDDEN_BY_FLAGS:
        return (
            _(
                "Colleagues flagged your comment under “%(title)s”, and it is hidden until a moderator decides: "
                "%(reason)s. Mend it, which you may do once, and it is back."
            )
            % about
        )
    if about.get("action") == ModerationRecord.Action.MOVE:
        # Named is the page of the row alone, about which the right to read is asked again.
        if row.data.get("to"):
            return _("Your comment was moved to “%(title)s”: %(reason)s") % about
        return _("Your comment under “%(title)s” was moved to a page that you do not read: %(reason)s") % about
    if about.get("action") == "held":
        return _("Your comment under “%(title)s” waits for a moderator again") % about
    if about.get("action") in (ModerationRecord.Action.RESTORE, ModerationRecord.Action.KEEP):
        return _("Your comment under “%(title)s” is shown again") % about
    return _("Your comment under “%(title)s” is now shown to everybody") % about


def _comment_address(row: Notification) -> str:
    return f"/talk/{row.target_id}/"


def _decision_address(row: Notification) -> str:
    """A hidden comment leads its author to where it may be mended; one that is moved out of sight has no place, its
    page has."""
    action = row.data.get("action")
    if action == ModerationRecord.Action.MOVE and not row.data.get("to"):
        return f"/go/{row.page_id}/" if row.page_id else ""
    if action in (ModerationRecord.Action.HIDE, ModerationRecord.Action.HIDDEN_BY_FLAGS):
        return f"/talk/{row.target_id}/edit/"
    return _comment_address(row)


def register() -> None:
    def kind(name: str, label: Any, sentence: Any, address: Any, still_seen: Any, icon: str, **more: Any) -> None:
        kinds.register(kinds.Kind(name, label, sentence, address, still_seen=still_seen, icon=icon, **more))

    def talk(
        name: str, label: Any, sentence: Any, lead: Any, icon: str, when_muted: kinds.WhenMuted, **more: Any
    ) -> None:
        kind(
            name, label, sentence, _comment_address, talk_still_seen, icon, group=TALK, waits=True,
            when_muted=when_muted, readers_among=readers_among, words=whole_words, lead=lead,
            seen_on_site=visits.seen_on_site, came_back=visits.came_back, **more,
        )  # fmt: skip

    def moderation(name: str, label: Any, sentence: Any, address: Any, still_seen: Any) -> None:
        mail = f"conversations/mail/{name}"
        kind(name, label, sentence, address, still_seen, "shield", group=MODERATION, mail=mail)

    quiet, silent = kinds.WhenMuted.QUIET, kinds.WhenMuted.SILENT
    talk(REPLY, gettext_lazy("Answers to you"), _reply_sentence, _reply_lead, "reply", quiet)
    talk(ON_PAGE, gettext_lazy("Talk on your pages"), _page_sentence, _page_lead, "talk", silent)
    talk(MENTION, gettext_lazy("Mentions"), _mention_sentence, _mention_lead, "talk", quiet)
    talk(FOLLOWED, gettext_lazy("Talk you follow"), _page_sentence, _page_lead, "bell", silent, data_now=quoted_now)
    moderation(HELD, gettext_lazy("Held comments"), _held_sentence, _comment_address, comments_still_seen)
    moderation(DECISION, gettext_lazy("Decisions"), _decision_sentence, _decision_address, pages_still_seen)
