"""Answering from a mail whether a page still holds: a signed link for one person, one page and one due day.

Nothing is stored for it. It opens a form and does nothing by itself; once the page was looked at, by whomever, its day
is another and the link is good for nothing.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formatting import full_date
from notifications.letters import absolute
from notifications.models import Notification
from notifications.questions import Questions
from notifications.writing import Way
from publishing.models import Article

from .permissions import may_answer
from .standing import already_answered

CONFIRM, OUTDATED = "holds", "outdated"
QUESTIONS = Questions("knowledge.review", good_for=datetime.timedelta(days=60))


@dataclass(frozen=True)
class Link:
    """Who answers about which page, and for which due day."""

    person: Any
    article_id: int
    due: datetime.date


def path_for(person: Any, article_id: int, due: datetime.date) -> str:
    said = {"a": article_id, "d": due.isoformat()}
    return reverse("knowledge:by_mail", args=[QUESTIONS.token(person, said)])


def read(token: str) -> Link | None:
    """What a link says; None for one that is none of ours, or of somebody without access. Raises RunOutError."""
    found = QUESTIONS.read(token)
    return None if found is None else Link(found[0], found[1]["a"], datetime.date.fromisoformat(found[1]["d"]))


def article_of(link: Link) -> Article | None:
    """The page that a link is about, if the one it was written for may still answer."""
    article: Article | None = Article.objects.select_related("team", "keeper_team").filter(pk=link.article_id).first()
    return article if article is not None and may_answer(link.person, article) else None


def why_not(link: Link, article: Article) -> str:
    """Why nothing is to be answered any more, in a sentence; empty when something is."""
    return "" if article.review_on == link.due else already_answered(article)


def carried(row: Notification) -> dict[str, Any]:
    """For the mail that asks: the two answers, as long as the question is open and theirs."""
    due = datetime.date.fromisoformat(row.data["due"])
    link = Link(row.person, row.page_id or 0, due)
    article = article_of(link)
    told = {"day": full_date(due)}
    if article is None or why_not(link, article):
        return told
    address = absolute(path_for(row.person, article.pk, due))
    return told | {
        "buttons": [
            Way(_("It still holds"), f"{address}?answer={CONFIRM}"),
            Way(_("It is outdated"), f"{address}?answer={OUTDATED}"),
        ],
    }
