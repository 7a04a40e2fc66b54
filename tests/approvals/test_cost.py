"""What it costs to know what waits for somebody."""

import pytest
from django.db import connection

from approvals.models import Request
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite finds them")
def test_open_requests_are_found_from_what_runs_and_not_through_all_pages():
    plan = Request.objects.awaiting(join(make_team(), "editor")).with_rows().longest_waiting().explain()
    assert "SEARCH approvals_request" in plan.splitlines()[0], plan
    assert "SCAN publishing_article" not in plan
    assert "SCAN teams_team" not in plan
