"""Reads of many comments, in the words of the house."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.access import group_ids, is_administrator, is_somebody
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
        also the held and hidden ones. What its author deleted is in no list."""
        if not is_somebody(user):
            return self.none()
        live = self.filter(page__live=True).exclude(state="deleted")
        if is_administrator(user):
            return live
        readable = Q(page__audience__isnull=True) | Q(page__audience_id__in=group_ids(user))
        return live.filter(readable, Q(state="public") | Q(state="held", user_id=user.pk) | _moderated_by(user))

    def moderated_by(self, user: Any) -> "CommentQuerySet":
        """Comments on live pages whose threads ``user`` keeps in order, without the deleted ones."""
        if not is_somebody(user):
            return self.none()
        live = self.filter(page__live=True).exclude(state="deleted")
        return live if is_administrator(user) else live.filter(_moderated_by(user))

    def on_pages_of(self, person: Any) -> "CommentQuerySet":
        """What others wrote under pages in whose byline ``person`` stands."""
        return self.filter(page__authorships__person=person).exclude(user_id=person.pk)

    def by_newest(self) -> "CommentQuerySet":
        return self.order_by("-submit_date", "-pk")

    def for_rows(self) -> "CommentQuerySet":
        """With everything a row in a list shows, in one query."""
        return self.select_related("user", "page", "page__team")


def _moderated_by(user: Any) -> Q:
    mine = group_ids(user)
    found = Q(page__team__editors_id__in=mine) | Q(page__team__leads_id__in=mine)
    if is_site_moderator(user):
        found |= Q(page__team__visibility=Visibility.OPEN)
    return found
