"""Who hears of what happens in a thread, and in which words. Nobody is told of a page they may not read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import can_view
from notifications import kinds
from notifications.actions import mark_read, tell
from notifications.fan_out import tell_followers
from notifications.following import follow_by_writing
from notifications.models import Notification
from notifications.subjects import PERSON, THREAD, Subject
from people.querysets import UserQuerySet
from publishing.models import Article, Authorship
from publishing.readers import readers_among
from publishing.subjects import subjects_of
from teams.models import Team

from . import visits
from . import words as said
from .models import Comment, ModerationRecord
from .moderators import moderators_of
from .readers import readers_of

REPLY = "comment_reply"
ON_PAGE = "comment_on_page"
FOLLOWED = "comment_followed"
HELD = "comment_held"
DECISION = "comment_decision"
MENTION = "comment_mention"
QUOTING = (REPLY, ON_PAGE, FOLLOWED, HELD, MENTION)  # kinds that hold words of the comment
TALK = kinds.Group("talk", gettext_lazy("Talk"), 10)
MODERATION = kinds.Group("moderation", gettext_lazy("Moderation"), 40)
_QUOTED = 160


@dataclass(frozen=True)
class Word:
    """One thing to tell one person; where ``person`` is None, everybody who follows what the comment is about."""

    person: Any
    kind: str
    key: str
    comment: Comment
    actor: Any
    data: dict[str, Any]


def send(*words: Word) -> None:
    """Tell all of it, inside the transaction that it is about.

    Always in the order of people: two transactions that tell the same two must not wait for each other.
    """
    subjects: dict[int, list[Subject]] = {}
    for word in sorted(words, key=lambda word: (word.person is None, word.person.pk if word.person else 0)):
        article = word.comment.page
        if word.comment.pk not in subjects:
            subjects[word.comment.pk] = _subjects_of(word.comment)
        about = subjects[word.comment.pk]
        if word.person is None:
            _tell_followers(word, about)
        elif word.person.is_active and article.live and can_view(word.person, article):
            tell(
                person=word.person,
                kind=word.kind,
                key=word.key,
                page=article,
                target_id=word.comment.pk,
                actor=word.actor,
                data=word.data,
                about=about,
            )


def _tell_followers(word: Word, about: list[Subject]) -> None:
    """Under the key of those who are told directly, so that nobody hears of one comment twice. The writer follows the
    thread from now on."""
    tell_followers(
        subjects=about,
        kind=word.kind,
        key=word.key,
        page=word.comment.page,
        target_id=word.comment.pk,
        actor=word.actor,
        data=word.data,
    )
    if word.actor is not None:
        follow_by_writing(person=word.actor, subject=Subject(THREAD, word.comment.thread_id))


def _subjects_of(comment: Comment) -> list[Subject]:
    """Its thread, who wrote it, and what its page is about. One query."""
    writer = [Subject(PERSON, comment.user_id)] if comment.user_id is not None else []
    return [Subject(THREAD, comment.thread_id), *writer, *subjects_of(comment.page)]


def of_a_new_comment(comment: Comment, parent: Comment | None) -> list[Word]:
    """The one who is answered, and the page's authors; each once, however often this is said of one comment. And
    whoever follows the page, its thread, team, tags, or the writer."""
    bylines = Authorship.objects.filter(article_id=comment.page_id).select_related("person")
    people = {byline.person_id: (byline.person, ON_PAGE) for byline in bylines}
    if not people and comment.page.owner is not None:
        people[comment.page.owner_id] = (comment.page.owner, ON_PAGE)
    if parent is not None and parent.user is not None:
        people[parent.user_id] = (parent.user, REPLY)
    concerned = [*people.values(), (None, FOLLOWED)]
    return [_about_comment(person, kind, f"comment:{comment.pk}", comment) for person, kind in concerned]


def named_in(comment: Comment) -> UserQuerySet:
    """Everybody who is named in a comment, or is in a team that is named, and reads its page."""
    if "@" not in comment.comment:
        return get_user_model().objects.none()
    teams = Team.objects.filter(mentioned_in__comment=comment).values("readers")
    return readers_of(comment.page).filter(Q(mentioned_in__comment=comment) | Q(groups__in=teams)).distinct()


def of_a_mention(comment: Comment, people: Iterable[Any]) -> list[Word]:
    """To people who are named. Sent before other word of the same comment, it stands in its place: both have the same
    key, and the first one counts."""
    return [_about_comment(person, MENTION, f"comment:{comment.pk}", comment) for person in people]


def of_a_held_comment(comment: Comment) -> list[Word]:
    """Those who decide about it; once more, when other words wait."""
    people = get_user_model().objects.filter(moderators_of(comment.page.team), is_active=True).distinct()
    key = f"comment-held:{comment.pk}"
    if comment.edited_at is not None:
        key += f":{comment.edited_at:%Y%m%d%H%M%S%f}"
    return [_about_comment(person, HELD, key, comment) for person in people]


def say_anew(comment: Comment) -> None:
    """Its words have changed: inboxes, and mails that were not written yet, quote today's."""
    rows = Notification.objects.filter(target_id=comment.pk, page_id=comment.page_id, kind__in=QUOTING)
    rows.update(data=_quoted(comment))


def forget(pks: list[int]) -> None:
    """No inbox keeps the words of these comments."""
    Notification.objects.filter(target_id__in=pks, kind__in=QUOTING).update(data={})


def met_on_site(person: Any, article: Article) -> None:
    """What ``person`` was told about comments that they have now met in the thread of a page is read."""
    rows = Notification.objects.filter(person_id=person.pk, page_id=article.pk, read_at=None)
    talk = list(rows.filter(kind__in=kinds.kinds_of(TALK.name)))
    seen = visits.seen_on_site(person, talk) if talk else set()
    if seen:
        mark_read(person=person, rows=[row for row in talk if row.pk in seen])


def of_a_decision(record: ModerationRecord, comment: Comment) -> list[Word]:
    """Its author: what was decided, and why."""
    if comment.user is None:
        return []
    data = {"action": str(record.action), "reason": record.reason, "title": comment.page.title}
    return [Word(comment.user, DECISION, f"comment-decision:{record.pk}", comment, record.by, data)]


def _about_comment(person: Any, kind: str, key: str, comment: Comment) -> Word:
    return Word(person, kind, key, comment, comment.user, _quoted(comment))


def _quoted(comment: Comment) -> dict[str, Any]:
    return {
        "title": comment.page.title,
        "words": Truncator(said.line(comment.comment)).chars(_QUOTED),
        "name": comment.author_name,
    }


# --- The inbox asks again ---------------------------------------------------------------------------------------------


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

    def talk(name: str, label: Any, sentence: Any, lead: Any, icon: str, when_muted: kinds.WhenMuted) -> None:
        kind(
            name, label, sentence, _comment_address, talk_still_seen, icon, group=TALK, waits=True,
            when_muted=when_muted, readers_among=readers_among, words=whole_words, lead=lead,
            seen_on_site=visits.seen_on_site, came_back=visits.came_back,
        )  # fmt: skip

    def moderation(name: str, label: Any, sentence: Any, address: Any, still_seen: Any) -> None:
        mail = f"conversations/mail/{name}"
        kind(name, label, sentence, address, still_seen, "shield", group=MODERATION, mail=mail)

    quiet, silent = kinds.WhenMuted.QUIET, kinds.WhenMuted.SILENT
    talk(REPLY, gettext_lazy("Answers to you"), _reply_sentence, _reply_lead, "reply", quiet)
    talk(ON_PAGE, gettext_lazy("Talk on your pages"), _page_sentence, _page_lead, "talk", silent)
    talk(MENTION, gettext_lazy("Mentions"), _mention_sentence, _mention_lead, "talk", quiet)
    talk(FOLLOWED, gettext_lazy("Talk you follow"), _page_sentence, _page_lead, "bell", silent)
    moderation(HELD, gettext_lazy("Held comments"), _held_sentence, _comment_address, comments_still_seen)
    moderation(DECISION, gettext_lazy("Decisions"), _decision_sentence, _decision_address, pages_still_seen)
