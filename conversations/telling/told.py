"""Who hears of what happens in a thread, and in which words. Nobody is told of a page they may not read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.text import Truncator
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
from publishing.subjects import subjects_of
from teams.models import Team

from ..models import Comment, ModerationRecord
from ..moderators import moderators_of
from ..reading import visits
from ..writing import words as said
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
    rows.exclude(data__has_key="why").update(data=_quoted(comment))  # those say what it waits for, and quote nothing


def quoted_now(row: Notification) -> dict[str, Any]:
    """What the inboxes of a crowd keep of a comment: its words as they stand, and stay until these lines are written.
    An edit comes before or after them, and then finds them."""
    comment = standing(row.target_id or 0)
    return {} if comment is None else _quoted(comment)


def standing(pk: int) -> Comment | None:
    """A comment as it is, its row locked until the transaction ends: nobody edits, hides or deletes it meanwhile."""
    rows = Comment.objects.select_related("page__team", "page__owner", "user")
    found: Comment | None = rows.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
    return found


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
