"""Tables that leave the CMS."""

import pytest

from tests.factories.blog import make_post
from tests.factories.people import AdministratorFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

REPORTS = [
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
]


@pytest.mark.parametrize("report", REPORTS)
def test_no_title_is_a_formula_in_a_report_of_wagtails(as_person, report):
    from approvals.deciding.actions import submit
    from tests.factories.blog import make_draft

    team = make_team(posting_policy="editors")
    author = join(team, "author")
    page = make_post(team, author, '=HYPERLINK("http://evil.example")', slug="formula")
    page.save_revision(user=author, log_action=True)
    waiting = make_draft(team, author, "@SUM(1)", slug="sum")
    submit(by=author, article=waiting)
    answer = as_person(AdministratorFactory()).get(f"{report}?export=csv")
    rows = b"".join(answer.streaming_content).decode()
    assert "HYPERLINK" in rows or "@SUM" in rows
    cells = [cell.strip('"') for row in rows.splitlines() for cell in row.split(",")]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_lists_of_old_addresses_are_not_imported(as_person):
    client = as_person(AdministratorFactory())
    for address in ("/admin/redirects/import/", "/admin/redirects/import/process/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {}).status_code == 404
