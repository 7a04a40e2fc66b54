"""Reads of many routes, requests and decisions."""

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from wagtail.models import WorkflowState

from core.access import group_ids, is_administrator, is_somebody
from publishing.models import Article
from teams.deputies import stands_in_for
from teams.house import COMMUNICATIONS_GROUP
from teams.models import PostingPolicy, Visibility

from .steps import Asks, Reach


class RouteStepQuerySet(models.QuerySet[Any]):
    def for_team(self, team: Any) -> "RouteStepQuerySet":
        """The house's steps and the team's own, in order."""
        return self.filter(Q(team=None) | Q(team=team)).select_related("group").order_by("position", "team_id", "pk")


class RequestStepQuerySet(models.QuerySet[Any]):
    def at_hand(self) -> "RequestStepQuerySet":
        """The steps that ask somebody now."""
        # A condition of each row and no list of all that run: SQLite would begin with that list, whatever is asked for.
        running = WorkflowState.objects.order_by().filter(
            pk=OuterRef("request__workflow_state_id"), status=WorkflowState.STATUS_IN_PROGRESS
        )
        return self.filter(Exists(running), position=F("request__position"), is_done=False)

    def naming(self, person_id: int, mine: Collection[int]) -> "RequestStepQuerySet":
        """Steps that ask people or a group of the house, and somebody with these groups among them."""
        named = people_named().filter(requeststep_id=OuterRef("pk"), user_id=person_id)
        handed = apps.get_model("approvals", "HandOver").objects.filter(step_id=OuterRef("pk"), taker_id=person_id)
        return self.filter(Q(asks=Asks.GROUP, group_id__in=mine) | Exists(named) | Exists(handed))

    def with_hand_overs(self) -> "RequestStepQuerySet":
        """Each with ``is_handed``: whether somebody gave it to somebody else."""
        handed = apps.get_model("approvals", "HandOver").objects.filter(step_id=OuterRef("pk"))
        return self.annotate(is_handed=Exists(handed))

    def asking(
        self,
        person_id: int,
        mine: Collection[int],
        as_administrator: bool,
        absent: Collection[int] = (),
        among: Collection[int] | models.QuerySet[Any, int] | None = None,
    ) -> "RequestStepQuerySet":
        """Steps at hand that ask somebody with these groups, who stands in today for those who are ``absent``: the rule
        of ``deciders`` as one query. ``among`` are the steps that could, where they were found before: the rule is
        dear to ask of each."""
        if among is None:
            among = self.that_could_ask(person_id, mine, as_administrator, absent)
        named = people_named().filter(requeststep_id=OuterRef("pk"))
        own: Any = Q(asks=Asks.EDITORS, request__article__team__editors_id__in=mine)
        own |= Q(asks=Asks.LEADS, request__article__team__leads_id__in=mine)
        own |= Q(asks=Asks.GROUP, group_id__in=mine)
        own |= Q(asks=Asks.PEOPLE) & Exists(named.filter(user_id=person_id))

        keeps_to_itself = Q(request__article__team__visibility=Visibility.SECRET) & ~Q(
            request__article__team__posting_policy=PostingPolicy.COMMUNICATIONS
        )
        in_communications = holds_communications(mine)
        may_read = Q(request__article__team__editors_id__in=mine) | Q(in_communications) & ~keeps_to_itself
        covered = named.filter(~Exists(_wrote("request_id", OuterRef("user_id"))), user_id__in=absent)
        own |= Q(asks=Asks.PEOPLE) & may_read & Exists(covered)

        no_editors = ~Exists(_able("request_id", group_id=OuterRef("request__article__team__editors_id")))
        no_leads = ~Exists(_able("request_id", group_id=OuterRef("request__article__team__leads_id")))
        nobody: Any = Q(asks=Asks.EDITORS) & no_editors
        nobody |= Q(asks=Asks.LEADS) & no_leads
        nobody |= Q(asks=Asks.GROUP) & ~Exists(_able("request_id", group_id=OuterRef("group_id")))
        nobody |= Q(asks=Asks.PEOPLE) & ~Exists(
            named.filter(~Exists(_wrote("request_id", OuterRef("user_id"))), user__is_active=True)
        )

        leads = Q(request__article__team__leads_id__in=mine) & (Q(reach__gte=Reach.LEADS) | nobody)
        asked: Any = own | leads
        last = Q(reach__gte=Reach.HOUSE) | nobody & no_leads
        asked |= Q(in_communications) & ~keeps_to_itself & last
        if as_administrator:
            asked |= keeps_to_itself & last

        handed = apps.get_model("approvals", "HandOver").objects.holding().filter(step_id=OuterRef("pk"))
        asked = (asked | Exists(handed.filter(taker_id=person_id))) & ~Exists(handed.filter(giver_id=person_id))
        said = apps.get_model("approvals", "Decision").objects.filter(
            step_id=OuterRef("pk"), person_id=person_id, stands=True
        )
        wrote_it = request_writers().filter(request_id=OuterRef("request_id"), user_id=person_id)
        return self.at_hand().filter(
            asked,
            ~Exists(said),
            ~Exists(wrote_it),
            pk__in=among,
            request__article__team__archived_at__isnull=True,
        )

    def that_could_ask(
        self,
        person_id: int,
        mine: Collection[int],
        as_administrator: bool,
        absent: Collection[int],
        alone: Collection[int] | None = None,
    ) -> models.QuerySet[Any, int]:
        """The ids of steps at hand that could ask somebody: in a team they edit or lead, by a group of the house, by
        name for themselves or who is absent, handed to them, or, as the last in the house, where nobody else is. Each
        way goes down its own index. ``alone`` is what ``left_alone`` found, if it was asked before."""
        steps = self.at_hand().order_by()
        by_name = apps.get_model("approvals", "RequestStep").people.through.objects.order_by()
        by_name = by_name.filter(user_id__in=[person_id, *absent])
        handed = apps.get_model("approvals", "HandOver").objects.order_by().filter(taker_id=person_id)
        ways = [
            steps.filter(request__article__team__editors_id__in=mine),
            steps.filter(asks=Asks.GROUP, group_id__in=mine),
            steps.filter(pk__in=by_name.values("requeststep_id")),
            steps.filter(pk__in=handed.values("step_id")),
        ]
        last = steps if as_administrator else steps.filter(holds_communications(mine))
        ways.append(last.filter(reach__gte=Reach.HOUSE))
        ways.append(last.left_alone() if alone is None else last.filter(pk__in=alone))
        first, *others = [way.values_list("pk", flat=True) for way in ways]
        return first.union(*others, all=True)

    def left_alone(self) -> "RequestStepQuerySet":
        """Steps at hand in whose team no lead is left who could decide: nobody else there can, then."""
        leads = _able("request_id", group_id=OuterRef("request__article__team__leads_id"))
        return self.at_hand().filter(~Exists(leads))


class HandOverQuerySet(models.QuerySet[Any]):
    def holding(self) -> "HandOverQuerySet":
        """Those whose taker could decide now: is here, did not write it, and may read the draft, as an editor or lead
        of the team or as who helps it. Of any other nothing is left, and whoever gave it is asked again."""
        team = "step__request__article__team"
        through = get_user_model().groups.through.objects.filter(user_id=OuterRef("taker_id"))
        keeps_to_itself = Q(**{f"{team}__visibility": Visibility.SECRET}) & ~Q(
            **{f"{team}__posting_policy": PostingPolicy.COMMUNICATIONS}
        )
        may_read: Any = Q(Exists(through.filter(group_id=OuterRef(f"{team}__editors_id"))))
        may_read |= ~keeps_to_itself & Exists(through.filter(group__name=COMMUNICATIONS_GROUP))
        may_read |= keeps_to_itself & Q(taker__is_superuser=True)
        wrote_it = request_writers().filter(request_id=OuterRef("step__request_id"), user_id=OuterRef("taker_id"))
        return self.filter(may_read, ~Exists(wrote_it), taker__is_active=True)


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

    def awaiting(self, person: Any, **narrow: Any) -> "RequestQuerySet":
        """Open requests on which ``person`` is asked now: the rule of ``deciders.tallies.approvers_for`` as one query.

        What ``narrow`` says of requests is asked first, and much cheaper than of the answer.
        """
        if not is_somebody(person):
            return self.none()
        steps = apps.get_model("approvals", "RequestStep").objects.order_by()
        steps = steps.filter(**{f"request__{name}": value for name, value in narrow.items()})
        asking = steps.asking(person.pk, group_ids(person), is_administrator(person), absent_for(person))
        return self.filter(pk__in=asking.values("request_id"))

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
            "workflow_state__current_task_state",
        ).defer("revision__content")

    def longest_waiting(self) -> "RequestQuerySet":
        return self.order_by("workflow_state__created_at", "pk")

    def due_first(self) -> "RequestQuerySet":
        return self.order_by(F("due_at").asc(nulls_last=True), "workflow_state__created_at", "pk")

    def edited_by(self, person: Any) -> "RequestQuerySet":
        """Requests of the teams whose editor or lead ``person`` is."""
        return self.filter(article__team__editors_id__in=group_ids(person))

    def about(self, *, team: str = "", purpose: str = "") -> "RequestQuerySet":
        """Narrowed to a team, by its address, and a purpose; an empty word narrows nothing."""
        found = self.filter(article__team__slug=team) if team else self
        return found.filter(article__purpose=purpose) if purpose else found


class DecisionQuerySet(models.QuerySet[Any]):
    def by(self, person: Any) -> "DecisionQuerySet":
        return self.filter(person=person)

    def standing(self) -> "DecisionQuerySet":
        """Approvals that count for what is asked about now."""
        return self.filter(decision="approved", stands=True)

    def for_what_is_live(self, article: Any) -> "DecisionQuerySet":
        """The approvals that an article's live revision rests on."""
        live = article.live_revision_id
        carried = Q(
            stands=True,
            request__revision_id=live,
            request__workflow_state__status=WorkflowState.STATUS_APPROVED,
        )
        return self.filter(Q(revision_id=live) | carried, article_id=article.pk, decision="approved")

    def newest_first(self) -> "DecisionQuerySet":
        return self.order_by("-at", "-pk")


def absent_for(person: Any) -> list[int]:
    """For whom somebody stands in today. Asked once for each time that somebody's account is read."""
    found: list[int] | None = getattr(person, "_absent_for", None)
    if found is None:
        found = person._absent_for = [row.person_id for row in stands_in_for(person)]
    return found


def holds_communications(mine: Collection[int]) -> Exists:
    """Whether one of these groups is Communications."""
    return Exists(Group.objects.filter(name=COMMUNICATIONS_GROUP, pk__in=mine))


LEFT_ALONE_FOR = 30  # seconds
_LEFT_ALONE = "approvals.left_alone"


def left_alone() -> list[int]:
    """The steps at hand that may have nobody left in their team, for lists of what waits: looking through all of them
    costs more than the rest of a page. Another process may know it later by as long as it is kept."""
    found: list[int] | None = cache.get(_LEFT_ALONE)
    if found is None:
        steps = apps.get_model("approvals", "RequestStep").objects.order_by()
        found = list(steps.left_alone().values_list("pk", flat=True))
        cache.set(_LEFT_ALONE, found, LEFT_ALONE_FOR)
    return found


def forget_left_alone() -> None:
    """After people came or left, wrote or were asked."""
    cache.delete(_LEFT_ALONE)


def people_named() -> models.QuerySet[Any]:
    """Whom steps name, and who of them may be asked: in a closed or secret team its members, unless the house names
    them. Asked each time, because people leave and teams close."""
    rows = apps.get_model("approvals", "RequestStep").people.through.objects
    team = "requeststep__request__article__team"
    through = get_user_model().groups.through.objects
    member = through.filter(user_id=OuterRef("user_id"), group_id=OuterRef(f"{team}__readers_id"))
    by_the_house = Q(requeststep__origin__isnull=False, requeststep__origin__team__isnull=True)
    found: models.QuerySet[Any] = rows.filter(
        Q(**{f"{team}__visibility": Visibility.OPEN}) | by_the_house | Q(Exists(member))
    )
    return found


def request_writers() -> models.QuerySet[Any]:
    """Who wrote what which request asks about."""
    return apps.get_model("approvals", "Request").writers.through.objects.all()


def _wrote(request: str, person: Any) -> models.QuerySet[Any]:
    """Within a question about the people of a question about steps: whether they wrote what the step is about."""
    return request_writers().filter(request_id=OuterRef(OuterRef(request)), user_id=person)


def _able(request: str, **group: Any) -> models.QuerySet[Any]:
    """Memberships of a group whose holders are here and did not write what the outer step is about."""
    through = get_user_model().groups.through
    return through.objects.filter(~Exists(_wrote(request, OuterRef("user_id"))), user__is_active=True, **group)
