"""The talk under the texts, written by the people who said it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django_comments_xtd.models import XtdComment

from conversations import counting, moderating, posting
from conversations.models import Comment, State
from demo.organisation import MODERATORS
from demo.texts_format import Remark, Text
from publishing.models import Article

from .diary import Diary
from .people import Accounts


@dataclass(frozen=True)
class Talk:
    accounts: Accounts
    diary: Diary

    def hold(self, text: Text, page_id: int, published: datetime) -> None:
        """Every remark of a text in its order. Dates are written at once: nobody may say ten things in a minute."""
        said: list[int] = []
        for number, remark in enumerate(text.comments):
            at = published + timedelta(minutes=remark.minutes)
            parent = None if remark.parent is None else said[remark.parent]
            with self.diary.on(at):
                comment = posting.post_comment(
                    by=self.accounts[remark.author],
                    page=Article.objects.get(pk=page_id),
                    text=remark.text,
                    client_key=f"demo-{page_id}-{number:04}",
                    reply_to=parent,
                )
                self._settle(comment, remark)
            self._date(comment, at)
            said.append(comment.pk)
        if said:
            counting.recount(Article.objects.get(pk=page_id))

    def _settle(self, comment: Comment, remark: Remark) -> None:
        """Held ones are let through where the text says so, hidden ones hidden with their reason."""
        if comment.state == State.HELD and remark.state != "held":
            moderating.approve(by=self._moderator(comment), comment=comment)
        if remark.state == "hidden":
            moderating.hide(by=self._moderator(comment), comment=comment, reason=remark.reason)

    def _moderator(self, comment: Comment) -> Any:
        return self.accounts[MODERATORS[comment.pk % len(MODERATORS)]]

    def _date(self, comment: Comment, at: datetime) -> None:
        XtdComment.objects.filter(pk=comment.pk).update(submit_date=at)
        Comment.objects.filter(pk=comment.pk).update(changed_at=at)
        Comment.objects.filter(pk=comment.pk, hidden_at__isnull=False).update(hidden_at=at + timedelta(hours=2))
