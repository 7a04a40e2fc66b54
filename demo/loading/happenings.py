"""What became of comments and threads, by the actions of those who did it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations import moderating
from conversations.models import Comment, Flag, State
from conversations.moderating import flagging
from conversations.outcomes import settling
from conversations.writing import deleting, editing, words
from demo.talk_format import Happening
from publishing.models import Article
from teams.models import CommentPolicy

from .dating import date_closing, date_hiding, date_lock, date_mending, date_settling
from .people import Accounts
from .threads import Thread


@dataclass(frozen=True)
class _Scene:
    """One happening, with everybody and everything that it is about."""

    by: Any
    at: datetime
    thread: Thread
    happening: Happening

    @property
    def page(self) -> Article:
        return Article.objects.get(pk=self.thread.page_id)

    @property
    def comment(self) -> Comment:
        place = self.happening.place
        if place is None:
            raise LookupError(f"{self.happening.what!r} happens to a comment.")
        found: Comment = Comment.objects.select_related("page").get(pk=self.thread.said[place])
        return found


def happens(happening: Happening, *, thread: Thread, at: datetime, accounts: Accounts) -> None:
    _ACTS[happening.what](_Scene(by=accounts[happening.by], at=at, thread=thread, happening=happening))


def _held(scene: _Scene) -> None:
    moderating.change_policy(by=scene.by, page=scene.page, policy=CommentPolicy.HELD)


def _closed(scene: _Scene) -> None:
    reason, _bar, last_words = scene.happening.words.partition(" | ")
    record = moderating.close(by=scene.by, page=scene.page, reason=reason, last_words=last_words)
    if record is not None:
        date_closing(record, scene.at)


def _outcome(scene: _Scene) -> None:
    rests_on = None if scene.happening.place is None else scene.comment.pk
    settling.decide(by=scene.by, article=scene.page, outcome=scene.happening.words, comment_id=rests_on)
    date_settling(scene.thread.page_id, scene.at)


def _accepted(scene: _Scene) -> None:
    settling.accept(by=scene.by, comment=scene.comment)
    date_settling(scene.thread.page_id, scene.at)


def _mended(scene: _Scene) -> None:
    comment = scene.comment
    now = scene.thread.text.comments[scene.happening.place or 0].text
    editing.edit(by=scene.by, comment=comment, text=now, seen=editing.version_of(comment))
    date_mending(comment.pk, scene.at)


def _deleted(scene: _Scene) -> None:
    comment = scene.comment
    deleting.delete(by=scene.by, comment=comment)
    Comment.objects.filter(pk=comment.pk).update(deleted_at=scene.at, changed_at=scene.at)


def _flagged(scene: _Scene) -> None:
    comment = scene.comment
    made = flagging.flag(by=scene.by, comment=comment, reason=scene.happening.about, words=scene.happening.words)
    Flag.objects.filter(pk=made.pk).update(at=scene.at)
    if Comment.objects.filter(pk=comment.pk, state=State.HIDDEN).exists():
        date_hiding(comment.pk, scene.at)


def _kept(scene: _Scene) -> None:
    comment = scene.comment
    seen = words.digest(comment.comment)
    moderating.keep(by=scene.by, comment=comment, seen=seen, reason=scene.happening.words)
    Comment.objects.filter(pk=comment.pk).update(changed_at=scene.at)


def _removed(scene: _Scene) -> None:
    comment = scene.comment
    moderating.hide(by=scene.by, comment=comment, reason=scene.happening.words)
    date_hiding(comment.pk, scene.at)


def _locked(scene: _Scene) -> None:
    record = moderating.lock(by=scene.by, comment=scene.comment, reason=scene.happening.words)
    if record is not None:
        date_lock(record, scene.at)


_ACTS: Mapping[str, Callable[[_Scene], None]] = {
    "held": _held,
    "closed": _closed,
    "outcome": _outcome,
    "accepted": _accepted,
    "mended": _mended,
    "deleted": _deleted,
    "flagged": _flagged,
    "kept": _kept,
    "removed": _removed,
    "locked": _locked,
}
