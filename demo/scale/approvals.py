"""Thousands of changes that wait for approval, at every step of their routes, table by table."""

import json
from collections import defaultdict
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, Revision, TaskState, WorkflowState

from approvals.deciders.references import DOCUMENTS, PICTURES
from approvals.models import Decision, Request, RequestStep, RouteTask, Verdict
from approvals.routes.route import every_step, workflow
from publishing.digest import aspect_digests, digest_of_content
from publishing.models import Article
from teams.models import Membership, Role, Team

from .rows import give_number, insert, next_number
from .sizes import Sizes
from .words import Words

_AT_ONCE = 500
_LONGEST_WAIT = 400  # hours
_TIME = timedelta(hours=48)  # until an answer is due


class Queue:
    """Asks about a change to the newest pages whose teams want approval."""

    def __init__(self, sizes: Sizes, words: Words, now: datetime) -> None:
        self.sizes = sizes
        self.words = words
        self.now = now
        self.editors: dict[int, list[int]] = defaultdict(list)
        decide = Membership.objects.filter(role__in=[Role.EDITOR, Role.LEAD]).order_by("pk")
        for team_id, person_id in decide.values_list("team_id", "person_id"):
            self.editors[team_id].append(person_id)

    def fill(self, pages: list[Any]) -> None:
        routes = {team.pk: every_step(team) for team in Team.objects.active()}
        waiting = [page for page in pages if routes.get(page.team_id)][-self.sizes.requests :]
        for start in range(0, len(waiting), _AT_ONCE):
            pile = Pile()
            for page in waiting[start : start + _AT_ONCE]:
                self._ask(page, routes[page.team_id], pile)
            pile.store()

    def _ask(self, page: Any, route: list[Any], pile: "Pile") -> None:
        random = Random(f"request {page.pk}")
        since = self.now - timedelta(hours=random.randint(1, _LONGEST_WAIT))
        at_hand = random.randrange(len(route))  # the steps before it said yes
        writers = {page.owner_id, *(authorship.person_id for authorship in page.authorships.all())}
        revision = self._revision(page, since, random)
        pile.add_change(page, revision)
        task = pile.add_workflow(page, revision, since)
        request = Request(
            workflow_state_id=task.workflow_state_id,
            article_id=page.pk,
            position=route[at_hand].position,
            step_name=route[at_hand].name,
            due_at=since + _TIME,
            revision_id=revision.pk,
            digest=digest_of_content(revision.content),
            aspects=aspect_digests(revision.content, team_id=page.team_id, audience_id=page.audience_id),
            files={PICTURES: [page.lead_picture_id] if page.lead_picture_id else [], DOCUMENTS: []},
        )
        pile.add_request(request, writers)
        editor = next(pk for pk in self.editors[page.team_id] if pk not in writers)
        for place, rule in enumerate(route):
            step = RequestStep(request_id=request.pk, origin_id=rule.pk, is_done=place < at_hand, **rule.rule())
            if place <= at_hand:
                step.started_at, step.due_at = since, since + _TIME
            pile.add_step(step, task if place == at_hand else None)
            if place < at_hand:
                pile.add_approval(request, step, editor)

    def _revision(self, page: Any, since: datetime, random: Random) -> Revision:
        content = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
        content["summary"] = f"{content['summary'][:380]} Changed since."
        content["body"] = self.words.changed(content["body"], random)
        return Revision(
            content_type_id=page.content_type_id,
            object_id=str(page.pk),
            created_at=since,
            user_id=page.owner_id,
            object_str=page.title,
            content=content,
        )


class Pile:
    """Rows that name each other by number, stored together in an order in which every named one is there."""

    def __init__(self) -> None:
        self.page_kind = ContentType.objects.get_for_model(Page).pk
        self.task_kind = ContentType.objects.get_for_model(TaskState).pk
        self.task, self.workflow = RouteTask.objects.get(), workflow()
        kinds = (Revision, WorkflowState, TaskState, Request, RequestStep)
        self.next = {model: next_number(model) for model in kinds}
        self.rows: dict[type, list[Any]] = {model: [] for model in kinds}
        self.pages: list[Any] = []
        self.writers: list[Any] = []
        self.asked: list[Any] = []
        self.approvals: list[Decision] = []

    def _add(self, row: Any) -> None:
        kind = type(row)
        give_number(row, self.next[kind])
        self.next[kind] += 1
        self.rows[kind].append(row)

    def add_change(self, page: Any, revision: Revision) -> None:
        revision.base_content_type_id = self.page_kind
        self._add(revision)
        page.latest_revision_id, page.has_unpublished_changes = revision.pk, True
        self.pages.append(page)

    def add_workflow(self, page: Any, revision: Revision, since: datetime) -> TaskState:
        state = WorkflowState(
            content_type_id=page.content_type_id,
            base_content_type_id=self.page_kind,
            object_id=str(page.pk),
            workflow=self.workflow,
            status=WorkflowState.STATUS_IN_PROGRESS,
            created_at=since,
            requested_by_id=page.owner_id,
        )
        self._add(state)
        task = TaskState(
            workflow_state_id=state.pk,
            revision_id=revision.pk,
            task_id=self.task.pk,
            status=TaskState.STATUS_IN_PROGRESS,
            started_at=since,
            content_type_id=self.task_kind,
        )
        self._add(task)
        return task

    def add_request(self, request: Request, writers: set[int]) -> None:
        self._add(request)
        self.writers += [Request.writers.through(request_id=request.pk, user_id=pk) for pk in writers]

    def add_step(self, step: RequestStep, task: TaskState | None) -> None:
        self._add(step)
        if task is not None:
            self.asked.append(RequestStep.task_states.through(requeststep_id=step.pk, taskstate_id=task.pk))

    def add_approval(self, request: Request, step: RequestStep, person_id: int) -> None:
        approval = Decision(
            request_id=request.pk,
            article_id=request.article_id,
            step_id=step.pk,
            revision_id=request.revision_id,
            digest=request.digest,
            aspects=request.aspects,
            person_id=person_id,
            decision=Verdict.APPROVED,
            stands=True,
            step_name=step.name,
        )
        self.approvals.append(approval)

    def store(self) -> None:
        for rows in self.rows.values():
            insert(rows)
        # A workflow and its task name each other: the workflow learns of the task when that is there.
        states = {state.pk: state for state in self.rows[WorkflowState]}
        for task in self.rows[TaskState]:
            states[task.workflow_state_id].current_task_state_id = task.pk
        WorkflowState.objects.bulk_update(states.values(), ["current_task_state"], batch_size=200)
        Request.writers.through.objects.bulk_create(self.writers, batch_size=_AT_ONCE)
        RequestStep.task_states.through.objects.bulk_create(self.asked, batch_size=_AT_ONCE)
        Decision.objects.bulk_create(self.approvals, batch_size=200)
        Article.objects.bulk_update(self.pages, ["latest_revision", "has_unpublished_changes"], batch_size=200)
