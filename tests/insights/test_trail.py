"""The trail of approvals: who reads it, what stands in it, and what leaves no line."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from approvals.deciding import actions, emergency
from approvals.models import Decision
from tests.factories.approvals import approve, asked, communications, edit, said, send_back
from tests.factories.blog import make_draft
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team
from tests.leaks.world import make_world

pytestmark = pytest.mark.django_db

TRAIL = "/reports/approvals/"


def html(response):
    return response.content.decode()


def lines(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def exported(client, query=""):
    return lines(client.get(f"{TRAIL}export.csv{query}"))


def happened(rows, page=None) -> list[str]:
    """What happened, the oldest first."""
    return [row["What happened"] for row in reversed(rows) if page is None or row["Page"] == page]


@pytest.fixture
def team():
    return make_team("Logistics", posting_policy="editors")


@pytest.fixture
def as_administrator(client):
    client.force_login(AdministratorFactory())
    return client


@pytest.fixture
def some_day():
    """Something that approvals log, and that the report was not written for."""
    registry.scan_for_actions()
    registry.register_action("approvals.some_day", "Some day", "Some day it happened")
    yield "approvals.some_day"
    del registry.formatters["approvals.some_day"]


# --- Who reads it -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", ["", "export.csv", "export.xlsx"])
def test_reports_are_for_communications_and_administrators(client, team, more):
    for role in ("member", "author", "editor", "lead"):
        client.force_login(join(team, role))
        assert client.get(TRAIL + more).status_code == 404
    client.force_login(UserFactory())
    assert client.get(TRAIL + more).status_code == 404
    for person in (communications(), AdministratorFactory()):
        client.force_login(person)
        response = client.get(TRAIL + more)
        assert response.status_code == 200
        assert b"".join(response)


def test_the_account_menu_leads_there_for_those_who_may(client):
    client.force_login(UserFactory())
    assert TRAIL not in html(client.get("/people/"))
    client.force_login(communications())
    assert TRAIL in html(client.get("/people/"))


def test_communications_meets_nothing_of_teams_that_are_closed_to_it(client):
    world = make_world()
    editor = world.closed.people["editor"]
    send_back(editor, world.closed.waiting.requests.get(), "nebelsummary")
    client.force_login(world.viewers["communications"])
    # A closed team is known by its name, which stands among the filters.
    seen = html(client.get(TRAIL)).casefold()
    assert [word for word in (*world.closed.markers, *world.secret.markers, *world.secret.names) if word in seen] == []
    assert exported(client) == []
    for corner in world.corners:
        assert exported(client, f"?person={corner.people['author'].username}") == []
    assert client.get(f"{TRAIL}?team={world.secret.team.slug}").status_code == 422
    assert client.get(f"{TRAIL}?team=no-such-team").status_code == 422


def test_an_administrator_reads_all_of_it(as_administrator):
    world = make_world()
    pages = {row["Page"] for row in exported(as_administrator)}
    assert {f"{corner.word}waiting" for corner in world.corners} <= pages


def test_communications_reads_what_it_is_asked_about_and_later_its_own_word(client):
    team = make_team("Payroll", posting_policy="communications", visibility="closed")
    editor, mine, theirs = join(team, "editor"), communications(), communications()
    request = asked(team, title="Salaries of next year")
    approve(editor, request, "Mind the third figure.")
    client.force_login(mine)
    rows = exported(client)
    assert happened(rows, "Salaries of next year") == ["submitted", "approved"]
    assert rows[0]["Words"] == "Mind the third figure."
    send_back(mine, request, "Say it more simply.")
    rows = exported(client)
    assert happened(rows) == ["asked for changes"]
    assert rows[0]["Page"] == rows[0]["Team"] == rows[0]["Version"] == ""
    assert rows[0]["Words"] == "Say it more simply."
    # Asked, and somebody else was quicker: how it ended, without a word of it.
    client.force_login(theirs)
    rows = exported(client)
    assert happened(rows) == ["asked for changes"]
    assert rows[0]["Page"] == rows[0]["Words"] == ""
    assert "Salaries" not in html(client.get(TRAIL))


def test_what_is_said_about_a_draft_is_read_by_those_who_read_drafts(client, team):
    request = asked(team, title="Two-week cycles")
    editor = join(team, "editor")
    approve(editor, request)
    again = edit(request.article.specific, request.workflow_state.requested_by, title="What we planned in secret")
    actions.submit(by=request.workflow_state.requested_by, article=again.content_object)
    send_back(editor, request.article.requests.last(), "The merger is not public yet.")
    client.force_login(communications())
    page = html(client.get(TRAIL))
    assert "Two-week cycles" in page
    assert "planned in secret" not in page
    assert "merger" not in page
    client.force_login(AdministratorFactory())
    page = html(client.get(TRAIL))
    assert "planned in secret" in page
    assert "merger" in page


# --- What stands in it ----------------------------------------------------------------------------------------------


def test_the_whole_way_of_a_page_is_told_in_order(as_administrator, team):
    author, editor = join(team, "author"), join(team, "editor")
    request = asked(team, author, "Two-week cycles")
    first = request.revision_id
    send_back(editor, request, "Name the depot.")
    second = edit(request.article.specific, author, summary="The depot in Rotterdam.")
    actions.submit(by=author, article=request.article)
    approve(editor, request, "Good.")
    rows = exported(as_administrator)
    assert happened(rows) == ["submitted", "asked for changes", "submitted again", "approved", "went live"]
    back, told_again = rows[3], rows[2]
    assert back["Words"] == "Name the depot."
    assert back["Who"] == str(editor)
    assert back["Channel"] == "on the site"
    assert back["Step"] == Decision.objects.first().step_name
    assert back["Version"] == str(first)
    assert told_again["Version"] == str(second.pk)
    assert told_again["Who"] == str(author)


def test_edits_withdrawals_and_remarks_are_told(as_administrator, team):
    author, editor = join(team, "author"), join(team, "editor")
    request = asked(team, author, "Two-week cycles")
    edit(request.article.specific, editor, summary="A word mended.")
    PageLogEntry.objects.log_action(
        request.article.specific,
        "wagtail.comments.create",
        user=editor,
        data={"comment": {"id": 1, "contentpath": "title", "text": "Too long?"}},
    )
    actions.withdraw(by=author, article=request.article)
    rows = exported(as_administrator)
    assert happened(rows) == ["submitted", "edited while waiting", "remarked", "withdrawn"]
    assert rows[1]["Words"] == "Too long?"


def test_whatever_approvals_log_one_day_is_told_under_its_own_name(as_administrator, team, some_day):
    request = asked(team, title="Two-week cycles")
    PageLogEntry.objects.log_action(
        request.article.specific, some_day, user=None, data={"for": "Ada Nowak", "reason": "On holiday"}
    )
    row = exported(as_administrator, "?kind=other")[0]
    assert row["What happened"] == "Some day"
    assert row["For whom"] == "Ada Nowak"
    assert row["Words"] == "On holiday"
    assert "nobody: by the clock for Ada Nowak" in html(as_administrator.get(TRAIL))


def test_what_is_published_without_anybody_being_asked_is_no_approval(as_administrator):
    team = make_team(posting_policy="directly")
    author = join(team, "author")
    draft = make_draft(team, author, "Straight to it")
    draft.latest_revision.publish(user=author)
    assert exported(as_administrator) == []


def test_a_page_that_is_gone_is_still_told_to_administrators_alone(client, team):
    request = asked(team, title="Two-week cycles")
    approve(join(team, "editor"), request)
    request.article.specific.delete()
    client.force_login(AdministratorFactory())
    rows = exported(client)
    assert happened(rows) == ["submitted", "approved", "went live"]
    assert rows[0]["Page"] == "Two-week cycles"
    client.force_login(communications())
    assert exported(client) == []


# --- Filters ------------------------------------------------------------------------------------------------------


def test_filters_narrow_what_is_shown(as_administrator, team):
    other = make_team("Workshop", posting_policy="editors")
    editor = join(team, "editor", UserFactory(first_name="Ada", last_name="Nowak"))
    approve(editor, asked(team, title="Two-week cycles"))
    asked(other, title="New lathe")
    assert {row["Page"] for row in exported(as_administrator, "?team=workshop")} == {"New lathe"}
    assert happened(exported(as_administrator, "?person=nowak")) == ["approved", "went live"]
    assert happened(exported(as_administrator, "?kind=approved")) == ["approved"]
    assert happened(exported(as_administrator, "?kind=approved&team=workshop")) == []
    assert "New lathe" not in html(as_administrator.get(f"{TRAIL}?team=logistics"))


def test_days_are_days_of_whoever_asks(client, team):
    boss = AdministratorFactory(time_zone="Asia/Kolkata")
    request = asked(team, title="Two-week cycles")
    # 02:30 of the third in Kolkata, still the second in London.
    PageLogEntry.objects.update(timestamp=datetime(2026, 3, 2, 21, 0, tzinfo=UTC))
    client.force_login(boss)
    assert happened(exported(client, "?since=2026-03-03&until=2026-03-03"), request.article.title) == ["submitted"]
    assert exported(client, "?since=2026-03-02&until=2026-03-02") == []
    assert exported(client, "?since=2026-03-03")[0]["When"] == "2026-03-03T02:30:00+05:30"
    assert "3 March 2026, 02:30" in html(client.get(TRAIL))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?since=2026-03-03&until=2026-03-01", "last day is before the first"),
        ("?since=yesterday", "Enter a valid date"),
        ("?kind=nonsense", "Select a valid choice"),
        ("?team=nowhere", "Select a valid choice"),
        (f"?person={'a' * 101}", "at most 100 characters"),
    ],
)
@pytest.mark.parametrize("more", ["", "export.csv", "export.xlsx"])
def test_a_filter_that_says_nothing_is_answered_in_words(as_administrator, team, query, sentence, more):
    asked(team, title="Two-week cycles")
    response = as_administrator.get(f"{TRAIL}{more}{query}")
    assert response.status_code == 422
    assert sentence in html(response)
    assert "Two-week cycles" not in html(response)


@pytest.mark.parametrize("query", ["?since=0001-01-01", "?until=9999-12-31", "?since=0001-01-01&until=9999-12-31"])
def test_the_ends_of_the_calendar_are_days_too(client, team, query):
    client.force_login(AdministratorFactory(time_zone="Pacific/Auckland"))
    asked(team, title="Two-week cycles")
    assert client.get(f"{TRAIL}{query}").status_code == 200


@pytest.mark.parametrize("page", ["0", "x", "2", "9999"])
def test_pages_that_do_not_exist_are_not_there(as_administrator, page):
    assert as_administrator.get(f"{TRAIL}?page={page}").status_code == 404


def test_fifty_lines_make_a_page(as_administrator, team, some_day):
    request = asked(team, title="Two-week cycles")
    for number in range(60):
        PageLogEntry.objects.log_action(
            request.article.specific, some_day, user=None, data={"reason": f"line {number}!"}
        )
    first, second = html(as_administrator.get(TRAIL)), html(as_administrator.get(f"{TRAIL}?page=2"))
    assert "line 59!" in first
    assert "line 9!" not in first
    assert "line 9!" in second
    assert html(as_administrator.get(f"{TRAIL}?kind=other&page=2")).count("line ") == 10


@pytest.mark.parametrize("who", ["administrator", "communications"])
def test_the_trail_costs_the_same_however_long_it_is(client, team, who):
    client.force_login(AdministratorFactory() if who == "administrator" else communications())
    editor = join(team, "editor")

    def cost(pages):
        for _number in range(pages):
            approve(editor, asked(team))
        client.get(TRAIL)
        with CaptureQueriesContext(connection) as queries:
            client.get(TRAIL)
        return len(queries)

    few = cost(2)
    assert cost(6) == few <= 13


# --- Tables that leave the house ------------------------------------------------------------------------------------

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("words", DANGEROUS)
def test_no_cell_of_a_csv_file_is_a_formula(as_administrator, team, words):
    request = asked(team, title="=HYPERLINK(1)")
    send_back(join(team, "editor"), request)
    Decision.objects.update(reason=words)
    row = next(row for row in exported(as_administrator) if row["What happened"] == "asked for changes")
    assert row["Words"] == f"'{words}"
    assert row["Page"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("words", [*DANGEROUS, "A bell\x07 rings"])
def test_no_cell_of_a_workbook_is_a_formula(as_administrator, team, words):
    request = asked(team, title="=HYPERLINK(1)")
    send_back(join(team, "editor"), request)
    Decision.objects.update(reason=words)
    response = as_administrator.get(f"{TRAIL}export.xlsx")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.iter_rows())
    assert len(rows) == 3
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"}
    assert any(cell.value == "'=HYPERLINK(1)" for cell in rows[1])
    assert response["Content-Disposition"].startswith('attachment; filename="approvals-')


def test_the_files_hold_what_the_filters_show(as_administrator, team):
    approve(join(team, "editor"), asked(team, title="Two-week cycles"))
    page = html(as_administrator.get(f"{TRAIL}?kind=approved&person="))
    assert f"{TRAIL}export.csv?kind=approved" in page
    book = load_workbook(
        io.BytesIO(b"".join(as_administrator.get(f"{TRAIL}export.xlsx?kind=approved").streaming_content))
    )
    assert [row[1].value for row in book.active.iter_rows()] == ["What happened", "approved"]


def test_files_are_kept_within_bounds(as_administrator, team, monkeypatch):
    from insights import trail

    monkeypatch.setattr(trail, "MOST_EXPORTED", 3)
    monkeypatch.setattr(trail, "BATCH", 2)
    for _number in range(3):
        approve(join(team, "editor"), asked(team))
    assert len(exported(as_administrator)) == 3


def test_nobody_changes_anything_by_reading(as_administrator):
    for more in ("", "export.csv", "export.xlsx"):
        assert as_administrator.post(TRAIL + more).status_code == 405


def test_what_was_decided_long_ago_is_found_by_its_days(as_administrator, team):
    approve(join(team, "editor"), asked(team, title="Two-week cycles"))
    long_ago = timezone.now() - timedelta(days=400)
    Decision.objects.update(at=long_ago)
    assert happened(exported(as_administrator, f"?until={long_ago:%Y-%m-%d}")) == ["approved"]


def test_publishing_past_approval_stands_there_with_its_reason(client, team):
    boss = AdministratorFactory()
    request = asked(team, title="Two-week cycles")
    emergency.publish_past_approval(by=boss, article=request.article, reason="The bridge is closed.", **said(request))
    for person in (boss, communications()):
        client.force_login(person)
        [row] = exported(client, "?kind=emergency")
        assert row["What happened"] == "published past approval"
        assert row["Words"] == "The bridge is closed."
        assert row["Who"] == str(boss)
        assert row["Version"] == str(request.revision_id)
