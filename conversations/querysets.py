"""Reads of many comments, in the words of the house."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Case, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.access import group_ids, is_administrator, is_somebody
from publishing.models import Article
from teams.models import Visibility

from .moderators import is_site_moderator

_IS_HELD = Q(state="held")
_IS_FLAGGED = Q(state="public", flag_count__gt=0) | Q(state="hidden", is_hidden_by_flags=True)


class CommentQuerySet(models.QuerySet[Any]):
    def shown(self) -> "CommentQuerySet":
        """What every reader of a page sees: neither held nor hidden. Counts, feeds, search and mail know no others."""
        return self.filter(state="public")

    def held(self) -> "CommentQuerySet":
        return self.filter(state="held")

    def waiting(self) -> "CommentQuerySet":
        """What a moderator has to decide about: held, flagged, or hidden by flags."""
        return self.filter(_IS_HELD | _IS_FLAGGED)

    def flagged(self) -> "CommentQuerySet":
        return self.filter(_IS_FLAGGED)

    def mended(self) -> "CommentQuerySet":
        """What its author has mended after it was hidden, and nobody has decided about since."""
        return self.waiting().filter(mended_at__isnull=False)

    def hidden_lately(self) -> "CommentQuerySet":
        lately = timezone.now() - timedelta(days=30)
        return self.filter(state="hidden", is_hidden_by_flags=False, hidden_at__gt=lately)

    def with_cases(self) -> "CommentQuerySet":
        """With since when somebody waits for a decision, and the open flags."""
        flag = self.model._meta.apps.get_model("conversations", "Flag")
        open_flags = flag.objects.filter(state="open").select_related("person").order_by("pk")
        first_flag = flag.objects.filter(comment_id=OuterRef("pk"), state="open").order_by("at").values("at")[:1]
        return self.annotate(
            since=Case(
                When(state="held", then=Coalesce("mended_at", "submit_date")),
                default=Coalesce(Subquery(first_flag), "mended_at", "submit_date"),
            )
        ).prefetch_related(Prefetch("told_flags", open_flags, to_attr="open_flags"))

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
