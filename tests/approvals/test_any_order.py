"""Whatever several people do in whatever order, nothing goes live that a required approver did not approve as it is.

A model keeps, for the words that stand in the draft, who said yes to them since; the site is compared with it after
every act, and whenever a page is live, what readers get is something that the model saw approved by everybody.
"""

import itertools
import os

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.models import TaskState, WorkflowState

from approvals.deciding import actions
from approvals.models import Request, RouteStep
from blog.rooms import blog_of
from tests.factories.approvals import said, task_of
from tests.factories.blog import make_draft
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .test_doors import posted

pytestmark = pytest.mark.django_db

# The same twelve every time; SEQUENCES=500 looks at so many others, each time anew.
SEQUENCES = os.environ.get("SEQUENCES", "")
PEOPLE = ("author", "editor", "other", "lawyer")
_numbers = itertools.count(1)


class Approving(RuleBasedStateMachine):
    """One page whose route is: an editor, and beside them a lawyer who answers for words only."""

    @initialize()
    def a_team_and_a_draft(self) -> None:
        cache.clear()
        self.team = make_team(posting_policy="editors")
        self.there = make_team(posting_policy="editors")
        self.people = {
            "author": join(self.team, "author"),
            "editor": join(self.team, "editor"),
            "other": join(self.team, "editor"),
            "lawyer": UserFactory(),
        }
        join(self.there, "editor", self.people["editor"])
        join(self.there, "author", self.people["author"])
        step = RouteStep.objects.create(team=self.team, name="Legal", position=10, asks="people", remit=["text"])
        step.people.add(self.people["lawyer"])
        self.page = make_draft(self.team, self.people["author"], "Words 0")
        # By version of the words: who approved them, and everybody who has written since what was live.
        self.approved: dict[str, set[str]] = {}
        self.wrote: set[str] = {"author"}

    # --- What people do ----------------------------------------------------------------------------------------

    @rule(who=st.sampled_from(("author", "editor", "other")), what=st.sampled_from(("title", "go_live_at")))
    def edit(self, who, what):
        person = self.person(who)
        if not self.fresh().permissions_for_user(person).can_edit():
            return
        draft = self.draft()
        if what == "title":
            draft.title = f"Words {next(_numbers)}"
        else:
            draft.summary = f"Summary {next(_numbers)}"
        with transaction.atomic():
            draft.save_revision(user=person)
        self.wrote.add(who)

    @rule(who=st.sampled_from(("author", "editor", "other")))
    def save_in_the_cms(self, who):
        client = self.client(who)
        page = self.draft()
        title = f"Words {next(_numbers)}"
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page, title=title))
        if self.draft().title == title:
            self.wrote.add(who)

    @rule(who=st.sampled_from(("author", "other")), by=st.sampled_from(("action", "cms")))
    def submit(self, who, by):
        if by == "cms":
            page = self.draft()
            before = self.open_ones().count()
            self.client(who).post(
                reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page, **{"action-submit": "1"})
            )
            if self.open_ones().count() > before:
                self.wrote.add(who)
            return
        try:
            with transaction.atomic():
                actions.submit(by=self.person(who), article=self.fresh())
        except (PermissionDenied, ValidationError):
            return
        self.wrote.add(who)

    @rule(who=st.sampled_from(PEOPLE), by=st.sampled_from(("action", "desk", "wagtail")))
    def approve(self, who, by):
        request = self.open_ones().first()
        if request is None:
            return
        words, task = self.draft().title + self.draft().summary, task_of(request)
        if by == "desk":
            self.client(who).post(f"/approvals/{task.pk}/approve/", {**said(request), "comment": ""})
        elif by == "wagtail":
            address = reverse("wagtailadmin_pages:workflow_action", args=[self.page.pk, "approve", task.pk])
            self.client(who).post(address, {**said(request), "comment": ""})
        else:
            try:
                with transaction.atomic():
                    actions.approve(by=self.person(who), task_state=task, **said(request))
            except (PermissionDenied, ValidationError):
                return
        if request.decisions.filter(person=self.person(who), stands=True).exists() or self.fresh().live:
            self.approved.setdefault(words, set()).add(who)

    @rule(who=st.sampled_from(PEOPLE))
    def send_back(self, who):
        request = self.open_ones().first()
        if request is None:
            return
        try:
            with transaction.atomic():
                actions.return_for_changes(
                    by=self.person(who), task_state=task_of(request), reason="Why?", **said(request)
                )
        except (PermissionDenied, ValidationError):
            pass

    @rule(who=st.sampled_from(PEOPLE))
    def withdraw(self, who):
        try:
            with transaction.atomic():
                actions.withdraw(by=self.person(who), article=self.fresh())
        except (PermissionDenied, ValidationError):
            pass

    @rule(who=st.sampled_from(PEOPLE))
    def publish_by_hand(self, who):
        page = self.draft()
        self.client(who).post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page, **{"action-publish": "1"})
        )
        if self.draft().latest_revision_id != page.latest_revision_id:
            self.wrote.add(who)

    @rule(who=st.sampled_from(("editor", "author")))
    def move_there_and_back(self, who):
        for team in (self.there, self.team):
            address = reverse("wagtailadmin_pages:move_confirm", args=[self.page.pk, blog_of(team).pk])
            self.client(who).post(address, {})
        # What was said where it stood before says nothing of where it stands now, but for who answers for words only.
        for people in self.approved.values():
            people.intersection_update({"lawyer"})

    @rule()
    def what_is_finished_around_the_actions(self):
        for state in self.tasks():
            try:
                with transaction.atomic():
                    state.specific.approve(user=self.person("editor"))
            except PermissionDenied:
                pass

    # --- What must hold ----------------------------------------------------------------------------------------

    @invariant()
    def what_is_live_was_approved_by_everybody_who_must(self):
        page = self.fresh()
        if not page.live:
            return
        words = page.title + page.summary
        people = self.approved.get(words, set())
        assert "lawyer" in people, f"the lawyer never approved {words!r}"
        assert people & {"editor", "other"}, f"no editor approved {words!r}"

    @invariant()
    def one_open_task_for_one_running_request(self):
        running = WorkflowState.objects.filter(object_id=str(self.page.pk), status=WorkflowState.STATUS_IN_PROGRESS)
        assert running.count() <= 1
        open_tasks = self.tasks()
        assert open_tasks.count() == running.count()
        for state in running:
            assert state.current_task_state in open_tasks
            assert state.request.steps.filter(position=state.request.position, is_done=False).exists()

    @invariant()
    def nobody_is_asked_about_their_own_words(self):
        for request in self.open_ones():
            for who in self.wrote & set(PEOPLE):
                if request.writers.filter(pk=self.people[who].pk).exists():
                    assert not Request.objects.awaiting(self.person(who)).filter(pk=request.pk).exists()

    def open_ones(self):
        return Request.objects.open().filter(article_id=self.page.pk)

    def tasks(self):
        return TaskState.objects.filter(
            workflow_state__object_id=str(self.page.pk), status=TaskState.STATUS_IN_PROGRESS
        )

    def person(self, who):
        return type(self.people[who]).objects.get(pk=self.people[who].pk)

    def fresh(self):
        return type(self.page).objects.get(pk=self.page.pk)

    def draft(self):
        return self.fresh().get_latest_revision_as_object()

    def client(self, who):
        client = Client()
        client.force_login(self.people[who], backend="people.backends.FoldedNameBackend")
        return client


def test_nothing_goes_live_that_somebody_who_must_did_not_approve():
    run_state_machine_as_test(
        Approving,
        settings=settings(
            max_examples=int(SEQUENCES or 12),
            stateful_step_count=18,
            derandomize=not SEQUENCES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
