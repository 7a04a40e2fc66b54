"""The talk under the texts, written by the people who said it, in the order in which all of it was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from conversations import moderating
from conversations.models import Comment, State
from conversations.writing import counting, editing, posting, words
from demo.organisation import MODERATORS
from demo.talk_format import Happening, Remark
from publishing.models import Article

from .dating import date_approval, date_comment, date_edit, date_hiding
from .diary import Diary
from .happenings import happens
from .people import Accounts
from .threads import Step, Thread
from .word import Word

_GIVES_OTHER_WORDS = frozenset({"edited", "mended"})


@dataclass(frozen=True)
class Talk:
    accounts: Accounts
    diary: Diary
    word: Word

    def take(self, steps: Iterable[Step]) -> None:
        """Dates are written at once: nobody may say ten things in a minute, and waiting is counted from them."""
        for step in steps:
            with self.diary.on(step.at):
                if isinstance(step.what, Remark):
                    self._say(step.thread, step.what, step.place or 0, step.at)
                else:
                    happens(step.what, thread=step.thread, at=step.at, accounts=self.accounts)
                self.word.spread(step.at)

    def recount(self, threads: Iterable[Thread]) -> None:
        for thread in threads:
            if thread.text.comments or thread.text.happenings:
                counting.recount(Article.objects.get(pk=thread.page_id))

    def _say(self, thread: Thread, remark: Remark, place: int, at: datetime) -> None:
        earlier = next((each for each in thread.text.happenings if _gives_other_words(each, place)), None)
        comment = posting.post_comment(
            by=self.accounts[remark.author],
            page=Article.objects.get(pk=thread.page_id),
            text=remark.text if earlier is None else earlier.words,
            client_key=f"demo-{thread.page_id}-{place:04}",
            reply_to=None if remark.parent is None else thread.said[remark.parent],
        )
        thread.said[place] = comment.pk
        if earlier is not None and earlier.what == "edited":
            seen = editing.version_of(comment)
            editing.edit(by=self.accounts[remark.author], comment=comment, text=remark.text, seen=seen)
            date_edit(comment.pk, thread.moment(earlier.minutes))
        date_comment(comment.pk, at)
        self._settle(Comment.objects.select_related("page").get(pk=comment.pk), thread, remark, place, at)

    def _settle(self, comment: Comment, thread: Thread, remark: Remark, place: int, at: datetime) -> None:
        """Held ones are let through where the text says so, hidden ones hidden with their reason."""
        if comment.state == State.HELD and remark.state != "held":
            approved = at + self._wait(thread, remark, place)
            with self.diary.on(approved):
                seen = words.digest(comment.comment)
                moderating.approve(by=self._moderator(comment), comment=comment, seen=seen)
                self.word.spread(approved)
            date_approval(comment.pk, approved)
        if remark.state == "hidden":
            hidden = at + timedelta(hours=2)
            with self.diary.on(hidden):
                moderating.hide(by=self._moderator(comment), comment=comment, reason=remark.reason)
            date_hiding(comment.pk, hidden)

    def _wait(self, thread: Thread, remark: Remark, place: int) -> timedelta:
        """How long a moderator let it wait: not until after it was answered."""
        longest = min(
            (each.minutes - remark.minutes for each in thread.text.comments if each.parent == place), default=20 * 60
        )
        return timedelta(minutes=Random(remark.text).uniform(0.1, 0.8) * max(longest, 1))

    def _moderator(self, comment: Comment) -> Any:
        return self.accounts[MODERATORS[comment.pk % len(MODERATORS)]]


def _gives_other_words(happening: Happening, place: int) -> bool:
    return happening.place == place and happening.what in _GIVES_OTHER_WORDS
