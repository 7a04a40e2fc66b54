"""Reads of many articles, in the words of the house."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from core.access import group_ids, is_administrator, is_somebody


def groups_read_for(user: Any) -> frozenset[int] | None:
    """The groups whose articles ``user`` reads; None for an administrator."""
    return None if is_administrator(user) else group_ids(user)


class ArticleQuerySet(PageQuerySet):
    def visible_to(self, user: Any) -> "ArticleQuerySet":
        """What ``user`` may read: live, and for everybody or for a group they hold. One indexed condition."""
        if not is_somebody(user):
            return self.none()
        return self.read_by_groups(groups_read_for(user))

    def read_by_groups(self, groups: Collection[int] | None) -> "ArticleQuerySet":
        """Live articles for everybody or for one of these groups; None stands for an administrator, who reads all.

        For prepared queries, which are built for a number of groups and not for a person. Ask ``visible_to`` else.
        """
        live = self.filter(live=True)
        return live if groups is None else live.filter(audience__for_everybody_or=groups)

    def editable_by(self, user: Any) -> "ArticleQuerySet":
        """Drafts and live pages that ``user`` may edit as one of their authors, or as an editor or lead of the team."""
        if not is_somebody(user):
            return self.none()
        if is_administrator(user):
            return self.all()
        mine = group_ids(user)
        authored = Exists(self._model_named("Authorship").objects.filter(article_id=OuterRef("pk"), person_id=user.pk))
        return self.filter(
            Q(team__editors_id__in=mine) | (Q(team__authors_id__in=mine) & (Q(owner_id=user.pk) | authored))
        )

    def written_by(self, person: Any) -> "ArticleQuerySet":
        """Pages in whose byline ``person`` stands."""
        return self.filter(authorships__person=person)

    def by_newest(self) -> "ArticleQuerySet":
        return self.order_by("-published", "-pk")

    def for_listing(self) -> "ArticleQuerySet":
        """With everything a listing row shows: two queries whatever the number of rows."""
        authorships = self._model_named("Authorship").objects.select_related("person").order_by("sort_order")
        return self.select_related("team", "lead_picture", "on_behalf_of", "owner").prefetch_related(
            Prefetch("authorships", authorships)
        )

    def _model_named(self, name: str) -> Any:
        # The models of this app import this module, so they are asked for when a query is made.
        return self.model._meta.apps.get_model("publishing", name)


class ArticleManager(PageManager.from_queryset(ArticleQuerySet)):  # type: ignore[misc]  # built at run time
    """Articles in tree order, which is Wagtail's own."""
