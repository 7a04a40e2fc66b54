"""Reads of many teams and memberships."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.access import group_ids, is_administrator, is_somebody


class TeamQuerySet(models.QuerySet[Any]):
    def active(self) -> "TeamQuerySet":
        return self.filter(archived_at__isnull=True)

    def visible_to(self, user: Any) -> "TeamQuerySet":
        """The teams whose pages ``user`` may read."""
        if not is_somebody(user):
            return self.none()
        if is_administrator(user):
            return self.all()
        return self.filter(Q(visibility="open") | Q(readers_id__in=group_ids(user)))

    def known_to(self, user: Any) -> "TeamQuerySet":
        """The teams whose existence ``user`` may learn of: all but the secret teams of others."""
        if not is_somebody(user):
            return self.none()
        if is_administrator(user):
            return self.all()
        return self.filter(~Q(visibility="secret") | Q(readers_id__in=group_ids(user)))

    def joined_by(self, user: Any) -> "TeamQuerySet":
        return self.filter(readers_id__in=group_ids(user))

    def written_by(self, user: Any) -> "TeamQuerySet":
        """The teams in which ``user`` may write drafts."""
        return self.filter(authors_id__in=group_ids(user))

    def edited_by(self, user: Any) -> "TeamQuerySet":
        return self.filter(editors_id__in=group_ids(user))

    def led_by(self, user: Any) -> "TeamQuerySet":
        return self.filter(leads_id__in=group_ids(user))

    def by_name(self) -> "TeamQuerySet":
        return self.order_by("name_folded")


class MembershipQuerySet(models.QuerySet[Any]):
    def by_role_and_name(self) -> "MembershipQuerySet":
        """Leads first, then editors, authors and members; by name within each."""
        rank = models.Case(
            *(models.When(role=role, then=models.Value(n)) for n, role in enumerate(("lead", "editor", "author"))),
            default=models.Value(3),
        )
        return self.order_by(rank, "person__name_folded")

    def leads(self) -> "MembershipQuerySet":
        return self.filter(role="lead", person__is_active=True)

    def for_people_shown(self) -> "MembershipQuerySet":
        return self.filter(person__is_active=True).select_related("person")
