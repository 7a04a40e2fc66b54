"""Reads of many requests and decisions."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import WorkflowState

from core.access import group_ids, is_administrator, is_somebody
from publishing.models import Article
from teams.house import COMMUNICATIONS_GROUP
from teams.models import PostingPolicy, Visibility

from .steps import Step


class RequestQuerySet(models.QuerySet[Any]):
    def open(self) -> "RequestQuerySet":
        """Requests that somebody can decide on now."""
        running = WorkflowState.objects.order_by().filter(status=WorkflowState.STATUS_IN_PROGRESS)
        return self.filter(workflow_state__in=running)

    def unsettled(self) -> "RequestQuerySet":
        """Open, or sent back and not yet submitted again."""
        return self.filter(
            workflow_state__status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
        )

    def awaiting(self, person: Any) -> "RequestQuerySet":
        """Open requests on which ``person`` is asked now: the rule of ``approvers.approvers_for`` as one query."""
        if not is_somebody(person):
            return self.none()
        return self.asked_of(person.pk, group_ids(person), is_administrator(person))

    def asked_of(self, person_id: int, mine: Collection[int], as_administrator: bool) -> "RequestQuerySet":
        """The same for somebody with these groups; for prepared queries. Ask ``awaiting`` else."""
        in_communications = Exists(Group.objects.filter(name=COMMUNICATIONS_GROUP, pk__in=mine))
        nobody_edits = ~Exists(self._able(group_id=OuterRef("article__team__editors_id")))
        nobody_communicates = ~Exists(self._able(group__name=COMMUNICATIONS_GROUP))
        keeps_to_itself = Q(article__team__visibility=Visibility.SECRET) & ~Q(
            article__team__posting_policy=PostingPolicy.COMMUNICATIONS
        )
        editors, communications = Q(step=Step.EDITORS), Q(step=Step.COMMUNICATIONS)
        asked = editors & Q(article__team__editors_id__in=mine)
        asked |= editors & Q(in_communications) & Q(nobody_edits) & ~keeps_to_itself
        asked |= communications & Q(in_communications)
        asked |= communications & Q(article__team__leads_id__in=mine) & Q(nobody_communicates)
        if as_administrator:
            asked |= editors & keeps_to_itself & Q(nobody_edits)
        wrote_it = self.model.writers.through.objects.filter(request_id=OuterRef("pk"), user_id=person_id)
        return self.open().filter(asked, ~Exists(wrote_it), article__team__archived_at__isnull=True)

    def _able(self, **group: Any) -> models.QuerySet[Any]:
        """Memberships of a group whose holders are here and did not write what the outer request asks about."""
        through = get_user_model().groups.through
        wrote_it = self.model.writers.through.objects.filter(
            request_id=OuterRef(OuterRef("pk")), user_id=OuterRef("user_id")
        )
        return through.objects.filter(~Exists(wrote_it), user__is_active=True, **group)

    def asked_for_by(self, person: Any) -> "RequestQuerySet":
        """Requests that ``person`` made about pages they may still edit."""
        return self.filter(
            workflow_state__requested_by=person, article__in=Article.objects.editable_by(person).order_by().values("pk")
        )

    def with_rows(self) -> "RequestQuerySet":
        """With everything a row of the desk shows: the article, its team, who asked, the step at hand."""
        return self.select_related(
            "article__team",
            "article__owner",
            "revision__user",
            "workflow_state__requested_by",
            "workflow_state__current_task_state__task",
        ).defer("revision__content")

    def longest_waiting(self) -> "RequestQuerySet":
        return self.order_by("workflow_state__created_at", "pk")


class DecisionQuerySet(models.QuerySet[Any]):
    def by(self, person: Any) -> "DecisionQuerySet":
        return self.filter(person=person)

    def for_what_is_live(self, article: Any) -> "DecisionQuerySet":
        """The approvals that an article's live revision rests on."""
        return self.filter(article_id=article.pk, revision_id=article.live_revision_id, decision="approved")

    def newest_first(self) -> "DecisionQuerySet":
        return self.order_by("-at", "-pk")
