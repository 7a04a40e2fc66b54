"""What the house reports when nobody is left to decide."""

import pytest
from django.test import override_settings

from approvals.checks import check_settings, requests_nobody_can_decide, teams_nobody_approves_for
from tests.factories.approvals import asked, communications
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def test_a_request_that_nobody_can_decide_is_reported_until_somebody_can():
    team = make_team(posting_policy="editors")
    request = asked(team, join(team, "editor"))
    assert requests_nobody_can_decide() == [request]
    join(team, "editor")
    assert requests_nobody_can_decide() == []


def test_reporting_costs_the_same_for_many(django_assert_num_queries):
    team = make_team(posting_policy="editors")
    for _n in range(3):
        asked(team)
    with django_assert_num_queries(4):
        requests_nobody_can_decide()


def test_a_team_without_approvers_is_reported():
    team = make_team(posting_policy="editors")
    assert team in teams_nobody_approves_for()
    communications()
    assert team not in teams_nobody_approves_for()


def test_settings_that_would_publish_unseen_words_are_refused():
    assert check_settings() == []
    with override_settings(
        WAGTAIL_FINISH_WORKFLOW_ACTION="wagtail.workflows.publish_workflow_state",
        WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT=False,
    ):
        assert [found.id for found in check_settings()] == ["approvals.E001", "approvals.E002"]
