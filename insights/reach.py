"""What one reader of the reports may read of pages, drafts and what was said about them.

Communications read what any signed-in person reads, and the drafts they are asked about now; so a page of a closed or
secret team that they are not asked about leaves no line and adds to no number.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from approvals.models import Request
from approvals.telling.notices import ASKED
from core.access import is_administrator
from notifications.models import Notification
from publishing.models import Article


def pages_within(viewer: Any, field: str) -> Q:
    """A condition on rows that name a page in ``field``: only pages that ``viewer`` may read, live or as a draft.

    True of everything for an administrator, who sees all.
    """
    if is_administrator(viewer):
        return Q()
    readable = Article.objects.order_by()
    within = Q(**{f"{field}__in": readable.visible_to(viewer).values("pk")})
    within |= Q(**{f"{field}__in": readable.editable_by(viewer).values("pk")})
    return within | Q(**{f"{field}__in": Request.objects.awaiting(viewer).order_by().values("article_id")})


def steps_asked_of(viewer: Any) -> QuerySet[Any, Any]:
    """The task states in which ``viewer`` was asked, whoever answered: they may know how those ended, and no more."""
    told = Notification.objects.filter(person=viewer, kind=ASKED, target_id__isnull=False)
    return told.order_by().values("target_id")


@dataclass(frozen=True)
class Sight:
    """What a reader may know of some pages: which they read, and of which they read drafts and what was said."""

    articles: dict[int, Article]
    readable: frozenset[int]
    drafts: frozenset[int]

    def title_of(self, article_id: int) -> str:
        """Empty where they may not read it. The next title is for those who read drafts."""
        article = self.articles.get(article_id)
        if article is None or article_id not in self.readable:
            return ""
        return str(article.draft_title or article.title) if article_id in self.drafts else str(article.title)

    def address_of(self, article_id: int) -> str:
        article = self.articles.get(article_id)
        return article.address if article is not None and article.live and article_id in self.readable else ""

    def team_of(self, article_id: int) -> Any:
        article = self.articles.get(article_id)
        return article.team if article is not None and article_id in self.readable else None


def sight_of(viewer: Any, article_ids: Collection[int]) -> Sight:
    """Four queries at most, however many pages."""
    articles = Article.objects.select_related("team").filter(pk__in=article_ids).in_bulk()
    if is_administrator(viewer):
        every = frozenset(articles)
        return Sight(articles, every, every)
    among = Article.objects.order_by().filter(pk__in=articles)
    asked = Request.objects.awaiting(viewer, article_id__in=articles)
    drafts = frozenset(among.editable_by(viewer).values_list("pk", flat=True))
    drafts |= frozenset(asked.values_list("article_id", flat=True))
    readable = frozenset(among.visible_to(viewer).values_list("pk", flat=True))
    return Sight(articles, readable | drafts, drafts)
