"""Reads of many comments, in the words of the house."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.access import group_ids, is_administrator, is_somebody
from publishing.models import Article
from teams.models import Visibility

from .moderators import is_site_moderator


class CommentQuerySet(models.QuerySet[Any]):
    def shown(self) -> "CommentQuerySet":
        """What every reader of a page sees: neither held nor hidden. Counts, feeds, search and mail know no others."""
        return self.filter(state="public")

    def held(self) -> "CommentQuerySet":
        return self.filter(state="held")

    def visible_to(self, user: Any) -> "CommentQuerySet":
        """What ``user`` may read: shown comments on live pages of theirs, their own held ones, and as a moderator
        also the held and hidden ones."""
        if not is_somebody(user):
            return self.none()
        live = self.filter(page__live=True)
        if is_administrator(user):
            return live
        readable = Q(page__audience__isnull=True) | Q(page__audience_id__in=group_ids(user))
        return live.filter(readable, Q(state="public") | Q(state="held", user_id=user.pk) | _moderated_by(user))

    def moderated_by(self, user: Any) -> "CommentQuerySet":
        """Comments on live pages whose threads ``user`` keeps in order."""
        if not is_somebody(user):
            return self.none()
        live = self.filter(page__live=True)
        return live if is_administrator(user) else live.filter(_moderated_by(user))

    def on_pages_of(self, person: Any) -> "CommentQuerySet":
        """What others wrote under pages in whose byline ``person`` stands."""
        return self.filter(page__authorships__person=person).exclude(user_id=person.pk)

    def by_newest(self) -> "CommentQuerySet":
        return self.order_by("-submit_date", "-pk")

    def for_rows(self) -> "CommentQuerySet":
        """With everything a row in a list shows, in one query."""
        return self.select_related("user", "page", "page__team")


class SettlementQuerySet(models.QuerySet[Any]):
    def counting(self) -> "SettlementQuerySet":
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def accepted_answers(self) -> "SettlementQuerySet":
        """Those that name a comment and need no words of their own."""
        return self.filter(words="", comment__isnull=False)

    def by_or_answered_by(self, person: Any) -> "SettlementQuerySet":
        """Accepted answers that ``person`` wrote, and outcomes that they recorded."""
        answered = Q(words="", comment__user_id=person.pk)
        return self.filter(answered | (~Q(words="") & Q(by_id=person.pk)))

    def visible_to(self, user: Any) -> "SettlementQuerySet":
        """Those of pages that ``user`` may read."""
        return self.filter(article__in=Article.objects.visible_to(user))


def _moderated_by(user: Any) -> Q:
    mine = group_ids(user)
    found = Q(page__team__editors_id__in=mine) | Q(page__team__leads_id__in=mine)
    if is_site_moderator(user):
        found |= Q(page__team__visibility=Visibility.OPEN)
    return found
