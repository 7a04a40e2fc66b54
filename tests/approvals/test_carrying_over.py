"""Requests that ran on the two workflows of before are carried onto rows of their own."""

from importlib import import_module

import pytest
from django.apps import apps as now
from wagtail.models import WorkflowState

from approvals.models import Request, RequestStep, RouteStep
from tests.factories.approvals import approve, asked, communications, send_back
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

carrying = import_module("approvals.migrations.0005_carry_over")


class _Then:
    """A request as the migration reads it: with the name of its step, and decisions that name theirs."""

    def __init__(self, request, step):
        self._request = request
        self.step_then = step

    def __getattr__(self, name):
        return getattr(self._request, name)

    def __setattr__(self, name, value):
        if name in {"_request", "step_then"}:
            object.__setattr__(self, name, value)
        else:
            setattr(self._request, name, value)

    @property
    def decisions(self):
        return _Said(self._request.decisions)


class _Said:
    def __init__(self, decisions):
        self._decisions = decisions

    def filter(self, step_then):
        return self._decisions.filter(step_name=carrying.NAMES[step_then])


def carried(request, step, workflow):
    """What the migration makes of a request that had no rows yet."""
    rows = {name: RouteStep.objects.get(name=carrying.NAMES[name]) for name in carrying.NAMES}
    request.decisions.update(stands=False, aspects={}, step=None)
    RequestStep.objects.filter(request=request).delete()
    then = _Then(
        Request.objects.select_related("article", "revision", "workflow_state__workflow").get(pk=request.pk), step
    )
    then.workflow_state.workflow.name = workflow
    carrying.carry_request(_Apps(request), rows, then)
    return Request.objects.get(pk=request.pk)


class _Apps:
    """The models of today, which hold all that those of then did; a new step points at the true request."""

    def __init__(self, request):
        self._request = request

    def get_model(self, app, name):
        assert (app, name) == ("approvals", "RequestStep")
        model, request = now.get_model(app, name), self._request

        class Objects:
            @staticmethod
            def create(**fields):
                return model.objects.create(**(fields | {"request": request}))

        class Model:
            objects = Objects

        return Model


TWO = "Team editors, then Communications"


def test_a_request_before_its_second_step_goes_on_there():
    team = make_team(posting_policy="communications")
    editor, comms = join(team, "editor"), communications()
    request = asked(team)
    approve(editor, request)
    request = carried(request, "communications", TWO)
    assert [(step.name, step.is_done) for step in request.steps.all()] == [
        ("Team editors", True),
        ("Communications", False),
    ]
    assert request.step_name == "Communications"
    assert set(Request.objects.awaiting(comms)) == {request}
    assert not Request.objects.awaiting(editor).exists()
    approve(comms, request)
    assert type(request.article).objects.get(pk=request.article_id).live


def test_a_request_at_its_first_step_waits_there():
    team = make_team(posting_policy="editors")
    editor = join(team, "editor")
    request = carried(asked(team), "editors", "Team editors")
    assert set(Request.objects.awaiting(editor)) == {request}
    approve(editor, request)
    assert type(request.article).objects.get(pk=request.article_id).live


def test_what_was_sent_back_comes_back_to_who_asked_for_changes():
    team = make_team(posting_policy="communications")
    editor, comms = join(team, "editor"), communications()
    request = asked(team)
    approve(editor, request)
    send_back(comms, request)
    request = carried(request, "communications", TWO)
    assert request.objected
    state = WorkflowState.objects.get(pk=request.workflow_state_id)
    state.resume(user=state.requested_by)
    assert set(Request.objects.awaiting(comms)) == {request}
